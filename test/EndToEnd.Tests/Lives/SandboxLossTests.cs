using System.Diagnostics;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>When the engine's own processes are taken away under a program, nobody blames the program.</summary>
public sealed class SandboxLossTests : IDisposable
{
    private static readonly TimeSpan Appears = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan End = TimeSpan.FromMinutes(2);

    private static readonly RunRequest Sleeper = new()
    {
        Language = "c",
        Code = """
            #include <stdio.h>
            #include <sys/prctl.h>
            #include <unistd.h>
            int main(void) {
                puts("started");
                fflush(stdout);
                prctl(PR_SET_NAME, "victim");
                sleep(3);
                puts("finished");
            }
            """,
    };

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Fact]
    public async Task Kill_AgentOfARunningProgram_RunsItAgain()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine("data"));
        var id = await server.Client.SubmitAsync(Sleeper);
        await KillAgentAsync(server);
        var status = await server.Client.WaitAsync(id, End);

        Assert.Equal((JobState.Completed, Verdict.Accepted, 2), (status.State, status.Verdict, status.Attempts));
        Assert.Equal("started\nfinished\n", status.Stdout);
    }

    [Fact]
    public async Task Kill_AgentEveryTime_EndsAsTheEnginesFault()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine("data"));

        var id = await server.Client.SubmitAsync(Sleeper);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await KillAgentAsync(server);
        }

        var status = await server.Client.WaitAsync(id, End);
        var other = await server.Client.RunAsync(Sleeper);

        Assert.Equal((JobState.Failed, Verdict.InternalError, 3), (status.State, status.Verdict, status.Attempts));
        Assert.False(string.IsNullOrEmpty(status.Message));
        Assert.Equal(Verdict.Accepted, other.Verdict);
    }

    [Fact]
    public async Task Stop_ServerStandsStillForAWhile_LosesNothing()
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine("data"));
        var ids = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add(await server.Client.SubmitAsync(Sleeper));
        }

        await SignalAsync(server.Id, "STOP");
        await Task.Delay(TimeSpan.FromSeconds(5));
        await SignalAsync(server.Id, "CONT");

        foreach (var id in ids)
        {
            Assert.Equal(Verdict.Accepted, (await server.Client.WaitAsync(id, End)).Verdict);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Waits until the program sleeps and kills the process above it, which is the agent.</summary>
    private static async Task KillAgentAsync(ServerProcess server)
    {
        ProcessEntry? program = null;
        Assert.Null(await Eventually.SettlesAsync(
            () =>
            {
                program = ProcessTable.SandboxesOf(server).FirstOrDefault(static process => process.Name == "victim");
                return program is null ? "No program runs." : null;
            },
            Appears));

        await SignalAsync(program!.Parent, "KILL");
        Assert.Null(await Eventually.SettlesAsync(() => ProcessTable.IsAlive(program) ? $"{program} lives on." : null, Appears));
    }

    private static async Task SignalAsync(int process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync();
    }
}
