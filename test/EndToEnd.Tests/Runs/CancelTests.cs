using System.Net;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>Cancelling in every state.</summary>
[Collection(EngineTests.Name)]
public sealed class CancelTests(EngineFixture engine)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    private static RunRequest Sleeper(int variant) => new()
    {
        Language = "c",
        Code = $"#include <unistd.h>\nint main(void) {{ sleep(50 + {variant}); }}",
        Limits = new() { WallTimeMs = 60_000 },
    };

    [Fact]
    public async Task Cancel_Running_EndsItAtOnce()
    {
        var id = await engine.Client.SubmitAsync(Sleeper(0));
        Assert.True(await Eventually.IsTrueAsync(() => IsTestingAsync(id), TimeSpan.FromSeconds(20)));

        using var response = await engine.Http.PostCancelAsync(id);
        var status = await engine.Client.GetAsync(id);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((JobState.Cancelled, Verdict.Cancelled), (status.State, status.Verdict));
        Assert.Null(await Eventually.SettlesAsync(ProcessesOfUsers, Soon));
    }

    [Fact]
    public async Task Cancel_InTheMiddleOfItsTests_KeepsTheirResultsAndWhatItWrote()
    {
        const string code = """
            #include <stdio.h>
            #include <unistd.h>
            int main(void) {
                int unused;
                int number;
                scanf("%d", &number);
                printf("got %d\n", number);
                fflush(stdout);
                fprintf(stderr, "err %d\n", number);
                if (number == 3) sleep(50);
                return 0;
            }
            """;
        var id = await engine.Client.SubmitAsync(new RunRequest
        {
            Language = "c",
            Code = code,
            CompileOptions = ["-Wall"],
            Limits = new() { WallTimeMs = 60_000 },
            Tests = [.. Enumerable.Range(1, 5).Select(static number => new RunTest($"test {number}", $"{number}\n", number == 1 ? "no\n" : $"got {number}\n"))],
        });
        await foreach (var seen in engine.Client.WatchAsync(id))
        {
            if (seen is OutputEvent { Data: var data } && data.Contains("err 3", StringComparison.Ordinal))
            {
                break;
            }
        }

        using var response = await engine.Http.PostCancelAsync(id);
        var status = await engine.Client.GetAsync(id);

        Assert.Equal((JobState.Cancelled, Verdict.Cancelled), (status.State, status.Verdict));
        Assert.Contains("unused", status.CompileOutput, StringComparison.Ordinal);
        Assert.Equal(
            ["WrongAnswer 0 got 1\n err 1\n", "Accepted 0 got 2\n err 2\n", "Cancelled  got 3\n err 3\n"],
            status.Tests!.Select(static test => $"{test.Verdict} {test.ExitCode} {test.Stdout} {test.Stderr}")); // It was asked with tests.
        Assert.Null(await Eventually.SettlesAsync(ProcessesOfUsers, Soon));
    }

    [Fact]
    public async Task Cancel_Queued_NeverRuns()
    {
        // More than any machine that runs this has slots.
        var ids = new List<Guid>();
        for (var variant = 0; variant < 2 * Environment.ProcessorCount; variant++)
        {
            ids.Add(await engine.Client.SubmitAsync(Sleeper(variant)));
        }

        var last = ids[^1];
        var before = await engine.Client.GetAsync(last);

        foreach (var id in Enumerable.Reverse(ids))
        {
            using var response = await engine.Http.PostCancelAsync(id);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var after = await engine.Client.GetAsync(last);
        Assert.Equal(JobState.Queued, before.State);
        Assert.True(before.QueuePosition >= 1);
        Assert.Equal((JobState.Cancelled, 0), (after.State, after.Attempts));
        Assert.Null(await Eventually.SettlesAsync(ProcessesOfUsers, Soon));
    }

    [Fact]
    public async Task Cancel_Finished_IsAConflictAndChangesNothing()
    {
        var status = await engine.Client.RunAsync(new RunRequest { Language = "cpp", Code = "int main() { return 5; }" });
        var before = await engine.Http.StatusTextAsync(status.JobId);

        using var response = await engine.Http.PostCancelAsync(status.JobId);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(before, await engine.Http.StatusTextAsync(status.JobId));
    }

    private async Task<bool> IsTestingAsync(Guid id) =>
        (await engine.Client.GetAsync(id)).State == JobState.Running && ProcessesOfUsers() is not null;

    private string? ProcessesOfUsers()
    {
        var users = ProcessTable.SandboxesOf(engine.Server).Where(static process => process.UserId != 0).ToList();
        return users.Count == 0 ? null : string.Join(", ", users);
    }
}
