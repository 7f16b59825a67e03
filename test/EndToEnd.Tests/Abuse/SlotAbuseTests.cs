using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Abuse;

/// <summary>One client takes all slots with programs that sleep; another one, at another address, is served all the same.</summary>
public sealed class SlotAbuseTests : IDisposable
{
    private const int Submissions = 16;
    private const int MostTests = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Theory]
    [InlineData(1, 1)] // A single slot is left to its test for longer with every turn, so that this ends some time.
    [InlineData(2, 5)]
    public async Task Post_SleepsInAllSlots_AnotherClientIsAnsweredAndNothingIsLost(int slots, int hellos)
    {
        await using var server = await ServerProcess.StartAsync(_folder.Combine($"data{slots}"), null, $"--Slots:Count={slots}");
        using var access = new ServerAccess(server.Address);
        var abuser = access.Client;
        using var neighbour = new Neighbour(server);
        var tests = Enumerable.Range(1, MostTests).Select(static number => new RunTest($"test {number}", "")).ToArray();
        List<Guid> sleepers = [];
        for (var i = 0; i < Submissions; i++)
        {
            sleepers.Add(await abuser.SubmitAsync(new RunRequest
            {
                Language = "c",
                Code = "#include <unistd.h>\nint main(void) { sleep(59); return 0; }\n",
                Tests = tests,
                Limits = new RunLimits { WallTimeMs = 60_000, TotalWallTimeMs = 3_600_000 },
            }));
        }

        Assert.True(await Eventually.IsTrueAsync(
            async () => await CountRunningAsync(abuser, sleepers) >= slots, Patience), "The slots are not taken.");

        await neighbour.GreetAsync(hellos);

        foreach (var id in sleepers)
        {
            Assert.Contains((await abuser.GetAsync(id)).State, (JobState[])[JobState.Queued, JobState.Running]);
        }

        neighbour.CheckMemory();
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<int> CountRunningAsync(CodeRunnerClient client, IEnumerable<Guid> ids)
    {
        var running = 0;
        foreach (var id in ids)
        {
            running += (await client.GetAsync(id)).State == JobState.Running ? 1 : 0;
        }

        return running;
    }
}
