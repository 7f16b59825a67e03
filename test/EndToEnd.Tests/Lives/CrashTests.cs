using System.Diagnostics;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Lives;

/// <summary>What was acknowledged is never lost, however the server ends.</summary>
public sealed class CrashTests : IDisposable
{
    private const int InFlight = 50;
    private const int Waiting = 200;
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Drain = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    [Fact]
    public async Task Kill_FiftyInFlightAndTwoHundredWaiting_AllFinishOnceAfterARestart()
    {
        List<Guid> ids;
        Dictionary<Guid, string> finishedBefore;
        IReadOnlyList<ProcessEntry> processes;
        IReadOnlyList<(string Path, DateTime Made)> groups;
        await using (var first = await ServerProcess.StartAsync(_folder.Combine("data"), null, Slots(InFlight)))
        {
            ids = await SubmitAllAsync(first.Client, InFlight + Waiting, milliseconds: 2000);
            Assert.True(await Eventually.IsTrueAsync(async () => await CountAsync(first.Client, ids, JobState.Running) >= InFlight, Start), first.Log);
            Assert.InRange(await CountAsync(first.Client, ids, JobState.Queued), Waiting / 2, Waiting);
            finishedBefore = await FinishedAsync(first.Http, ids);
            processes = ProcessTable.DescendantsOf(first.Id);
            // The next server gives its own groups the same names.
            groups = [.. ControlGroups.Below(ControlGroups.RootsOf(first.Id)).Select(static path => (path, Directory.GetCreationTimeUtc(path)))];

            await first.KillAsync();
        }

        Assert.NotEmpty(processes);
        Assert.Null(await Eventually.SettlesAsync(() => processes.FirstOrDefault(ProcessTable.IsAlive)?.ToString(), Gone));

        await using var second = await ServerProcess.StartAsync(_folder.Combine("data"), null, Slots(InFlight));
        Assert.Null(await Eventually.SettlesAsync(() => groups.FirstOrDefault(static group => Directory.Exists(group.Path) && Directory.GetCreationTimeUtc(group.Path) == group.Made).Path, Gone));
        var results = await WaitAllAsync(second, ids);

        Assert.All(ids.Index(), job => AssertRight(results[job.Item], job.Index));
        Assert.All(finishedBefore, job => Assert.Equal(job.Value, results[job.Key]));
        Assert.Equal(results, await FinishedAsync(second.Http, ids));
        Assert.Equal(InFlight + Waiting, ids.Count);
    }

    [Fact]
    public async Task Stop_WorkLeft_IsDoneAfterARestartAndNoAttemptIsCharged()
    {
        const int count = 30;
        List<Guid> ids;
        await using (var first = await ServerProcess.StartAsync(_folder.Combine("data")))
        {
            ids = await SubmitAllAsync(first.Client, count, milliseconds: 300);
            Assert.True(await Eventually.IsTrueAsync(async () => await CountAsync(first.Client, ids, JobState.Running) >= 1, Start), first.Log);

            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await ServerProcess.StartAsync(_folder.Combine("data"));
        var results = await WaitAllAsync(second, ids);

        Assert.All(ids.Index(), job => AssertRight(results[job.Item], job.Index));
        Assert.All(results.Values, static text => Assert.Equal(1, Parse(text).Attempts));
    }

    [Fact]
    public async Task Start_TwoServersSideBySide_DoNotKnowOrDisturbEachOther()
    {
        await using var one = await ServerProcess.StartAsync(_folder.Combine("one"));
        var running = await one.Client.SubmitAsync(Job(0, milliseconds: 10_000));
        Assert.True(await Eventually.IsTrueAsync(async () => await CountAsync(one.Client, [running], JobState.Running) == 1, Start), one.Log);

        await using (var two = await ServerProcess.StartAsync(_folder.Combine("two")))
        {
            var other = await two.Client.RunAsync(Job(1));
            using var unknown = await two.Http.GetAsync(new Uri($"/status?id={running}", UriKind.Relative));

            Assert.Equal(Verdict.Accepted, other.Verdict);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, unknown.StatusCode);
            await two.KillAsync();
        }

        var status = await one.Client.WaitAsync(running, Drain);
        Assert.Equal((Verdict.Accepted, 1), (status.Verdict, status.Attempts));
        Assert.Equal(Verdict.Accepted, (await one.Client.RunAsync(Job(2))).Verdict);
    }

    public void Dispose() => _folder.Dispose();

    private static string Slots(int count) => $"--Slots:Count={count}";

    /// <summary>A job that takes some time and whose output tells whose it is.</summary>
    private static RunRequest Job(int number, int milliseconds = 0) => new()
    {
        Language = "c",
        Code = """
            #include <stdio.h>
            #include <stdlib.h>
            #include <unistd.h>
            int main(int count, char** values) {
                int number = 0;
                if (count != 2 || scanf("%d", &number) != 1) return 1;
                usleep(1000 * atoi(values[1]));
                printf("%d\n", 7 * number);
            }
            """,
        Stdin = $"{number}",
        Args = [$"{milliseconds}"],
        Limits = new() { WallTimeMs = 60_000 },
    };

    private static void AssertRight(string text, int number)
    {
        var status = Parse(text);
        Assert.True(status is { State: JobState.Completed, Verdict: Verdict.Accepted, Attempts: >= 1 and <= 3 }, text);
        Assert.Equal($"{7 * number}\n", status.Stdout);
    }

    private static async Task<List<Guid>> SubmitAllAsync(CodeRunnerClient client, int count, int milliseconds)
    {
        var ids = new Guid[count];
        await Parallel.ForAsync(0, count, async (number, token) => ids[number] = await client.SubmitAsync(Job(number, milliseconds), cancellationToken: token));
        return [.. ids];
    }

    private static async Task<int> CountAsync(CodeRunnerClient client, List<Guid> ids, JobState state)
    {
        var states = await Task.WhenAll(ids.Select(async id => (await client.GetAsync(id)).State));
        return states.Count(found => found == state);
    }

    private static async Task<Dictionary<Guid, string>> WaitAllAsync(ServerProcess server, List<Guid> ids)
    {
        var clock = Stopwatch.StartNew();
        foreach (var id in ids)
        {
            await server.Client.WaitAsync(id, Drain - clock.Elapsed);
        }

        return await FinishedAsync(server.Http, ids);
    }

    /// <summary>What the server says of those that have a result, word by word.</summary>
    private static async Task<Dictionary<Guid, string>> FinishedAsync(HttpClient http, List<Guid> ids)
    {
        var texts = await Task.WhenAll(ids.Select(async id => (Id: id, Text: await http.StatusTextAsync(id))));
        return texts.Where(static pair => Parse(pair.Text).IsFinished).ToDictionary(static pair => pair.Id, static pair => pair.Text);
    }

    private static JobStatus Parse(string text) => RawAnswers.ParseStatus(text);
}
