using System.Globalization;
using CodeRunner.EndToEnd.Tests.Hosting;
using Xunit.Abstractions;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>
/// Silos are frozen under load, and woken when the others have long declared them dead. script/chaos freeze does it twenty times for a minute.
/// </summary>
public sealed class FreezeTests(ITestOutputHelper output)
{
    private const string CountVariable = "CODERUNNER_FREEZES";
    private const string SecondsVariable = "CODERUNNER_FREEZE_SECONDS";
    private const string ReportVariable = "CODERUNNER_FREEZE_REPORT";
    private const string FoundBySweep = "was in the index but not in the queue";
    private const int Slots = 2;
    private const int Seed = 26;
    private const int JobsPerSecond = 4;

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ToLearnItsEnd = TimeSpan.FromSeconds(20);

    /// <summary>The longest that nothing may be accepted from anybody.</summary>
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a job may wait for its result after the silo is awake.</summary>
    private static readonly TimeSpan LongestResult = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string> Settings = new() { ["Slots__Count"] = $"{Slots}", ["Dispatcher__Shards"] = "1" };

    [Fact]
    public async Task Freeze_UnderLoad_StopsNobodyForLongAndLosesNothing()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "2", CultureInfo.InvariantCulture);
        var seconds = double.Parse(Environment.GetEnvironmentVariable(SecondsVariable) ?? "15", CultureInfo.InvariantCulture);
        await using var cluster = await ClusterProcesses.StartAsync(silos: 3, Settings);
        using var clients = new ChaosClients(cluster.Gateway.Address, $"freeze-{Seed}");
        using var enough = new CancellationTokenSource();
        using var over = new CancellationTokenSource();

        var load = LoadAsync(clients, enough.Token, over.Token);
        var chance = new Random(Seed);
        var freezes = new List<Freeze>();
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(6 + (4 * chance.NextDouble())));

            // Every second time it is the dispatcher's silo, which costs the most.
            freezes.Add(await FreezeAsync(cluster, clients, i % 2 == 0 ? null : chance, TimeSpan.FromSeconds(seconds)));
            await cluster.BecomeReadyAsync();
            await ReportAsync($"{FreezeOutcome.Of(freezes[^1], clients.Calls)}");
        }

        await enough.CancelAsync();
        over.CancelAfter(Settling);
        var jobs = await load;
        var found = await SweepAsync(cluster);
        var left = await cluster.StopSilosAsync();

        var outcomes = freezes.Select(freeze => FreezeOutcome.Of(freeze, clients.Calls)).ToList();
        var complaints = HistoryChecker.Check(jobs, clients.Calls, AttemptLog.Read(cluster.Logs), Slots);
        await ReportAsync(string.Join('\n', outcomes.Select(static outcome => $"{outcome}")));
        await ReportAsync(string.Join('\n', found.Select(static line => $"found by the sweep: {line}")));
        await ReportAsync(ChaosReport.Write(Seed, jobs, clients.Calls, [.. freezes.Select(static freeze => (freeze.Silo, freeze.Began))], complaints));
        Assert.Empty(complaints);
        Assert.Empty(found);
        Assert.Null(left);
        Assert.All(outcomes, static outcome => Assert.Equal(0, outcome.Missing));
        Assert.All(outcomes, static outcome => Assert.True(outcome.WorstResult <= LongestResult, $"{outcome}"));
        Assert.All(outcomes, static outcome => Assert.True(outcome.WorstGap <= LongestRefusal && outcome.WorstAccept <= LongestRefusal, $"{outcome}"));
    }

    /// <summary>Jobs, one after the other, until it is enough; returns when all have their result.</summary>
    private static async Task<IReadOnlyList<ChaosJob>> LoadAsync(ChaosClients clients, CancellationToken enough, CancellationToken over)
    {
        var jobs = new List<ChaosJob>();
        var running = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / JobsPerSecond));
        while (!enough.IsCancellationRequested)
        {
            var job = ChaosJob.Create(jobs.Count, Seed);
            jobs.Add(job);
            running.Add(clients.RunAsync(job, over));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(running);
        return jobs;
    }

    private static async Task<Freeze> FreezeAsync(ClusterProcesses cluster, ChaosClients clients, Random? chance, TimeSpan time)
    {
        var dispatcher = cluster.DispatcherSilo();
        var silo = chance is null && dispatcher is not null ? dispatcher : cluster.Silos[(chance ?? Random.Shared).Next(cluster.Silos.Count)];
        var began = clients.Now;
        await silo.SignalAsync("STOP");
        await Task.Delay(time);
        var ended = clients.Now;
        await silo.SignalAsync("CONT");
        var died = await Eventually.IsTrueAsync(() => Task.FromResult(silo.HasExited), ToLearnItsEnd);
        var name = Path.GetFileNameWithoutExtension(silo.LogFile);
        if (died)
        {
            await cluster.ForgetAsync(silo);
            cluster.LaunchSilo();
        }

        return new Freeze(name, silo == dispatcher, began, ended, died);
    }

    /// <summary>What any silo's sweep has found, the dead ones included; and nothing may be left in the index.</summary>
    private static async Task<IReadOnlyList<string>> SweepAsync(ClusterProcesses cluster)
    {
        await using var redis = await cluster.Redis.ConnectAsync();
        var emptied = await Eventually.IsTrueAsync(async () => await redis.GetDatabase().HashLengthAsync("coderunner:pending:0") == 0, Settling);
        var counted = new List<string>();
        foreach (var silo in cluster.Silos)
        {
            using var http = new HttpClient { BaseAddress = silo.Address };
            var metrics = await http.GetStringAsync("/metrics");
            counted.AddRange(metrics.Split('\n').Where(static line => line.StartsWith("coderunner_sweep_found", StringComparison.Ordinal) && line.Contains("lost", StringComparison.Ordinal) && !line.Contains("} 0", StringComparison.Ordinal)));
        }

        var said = cluster.Logs.SelectMany(static log => ClusterProcesses.Read(log).Split('\n')).Where(static line => line.Contains(FoundBySweep, StringComparison.Ordinal));
        return [.. counted, .. said, .. emptied ? [] : (string[])["The pending index did not empty."]];
    }

    private async Task ReportAsync(string text)
    {
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable(ReportVariable) is { } file)
        {
            await File.AppendAllTextAsync(file, text + "\n");
        }
    }
}
