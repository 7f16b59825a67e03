using System.Collections.Concurrent;
using System.Diagnostics;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;
using CodeRunner.Client;

namespace CodeRunner.Bench.Scenarios;

/// <summary>Many submissions at once, on a server of its own whose sandbox takes a millisecond and does nothing: the engine around the sandbox.</summary>
internal sealed class BurstScenario(Ground ground) : Scenario
{
    private const int Connections = 100;
    private const int WarmUpJobs = 2_000;
    private const int HighPercentile = 99;
    private const double MaximumLatency = 250; // ms
    private const double MinimumRate = 1_500;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Sources _sources = Sources.Including("iostream");

    public override string Name => ScenarioNames.Burst;

    public override string Description => $"POST /run over {Connections} connections at once, with a simulated sandbox of 1 ms, stored in {(ground.Redis is null ? "SQLite" : "Redis")}";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        await using var server = await ServerProcess.MeasureAsync(
            typeof(BurstScenario).Assembly.Location, ground.MakeFolder(), cancellationToken, [SimulatedServer.Command, .. Settings()]);
        var client = server.Client;
        await PostAsync(client, WarmUpJobs, cancellationToken);

        var start = Stopwatch.GetTimestamp();
        var (work, accepted, refused) = await PostAsync(client, sizes.BurstJobs, cancellationToken, finish: false);
        var lost = await FinishAsync(client, accepted, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);

        recorder.Add("accepted", "1/s", accepted.Count / work.Elapsed.TotalSeconds, goal: Goal.ValueAtLeast(MinimumRate));
        recorder.AddLatency("accept", work.Latencies, bare: null, HighPercentile, highest: Goal.ValueAtMost(MaximumLatency));
        recorder.Add("finished", "1/s", (accepted.Count - lost) / elapsed.TotalSeconds);
        recorder.Add("refused", "", refused);
        recorder.Add("lost", "", lost, goal: Goal.ValueAtMost(0));
        recorder.Add("server's peak memory", "MiB", Cpu.PeakMemoryMiB(server.Id));
    }

    private string[] Settings() => ground.Redis is { } redis ? ["--ConnectionStrings:Redis", redis] : [];

    private async Task<(Crowd.Work Work, IReadOnlyCollection<Guid> Accepted, int Refused)> PostAsync(
        CodeRunnerClient client, int jobs, CancellationToken cancellationToken, bool finish = true)
    {
        var accepted = new ConcurrentBag<Guid>();
        var work = await Crowd.RunAsync(Connections, jobs, async () =>
        {
            if (await client.TrySubmitAsync(Cpp.Program(_sources.Next().Code), cancellationToken) is { } id)
                accepted.Add(id);
        });
        if (finish)
            await FinishAsync(client, accepted, cancellationToken);
        return (work, accepted, jobs - accepted.Count);
    }

    /// <summary>Waits for all, and returns how many did not end well.</summary>
    private static async Task<int> FinishAsync(CodeRunnerClient client, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var left = new ConcurrentQueue<Guid>(ids);
        var ended = 0;
        await Crowd.RunAsync(Environment.ProcessorCount, ids.Count, async () =>
        {
            left.TryDequeue(out var id);
            if (await client.WaitAsync(id, Patience, cancellationToken: cancellationToken) is { Verdict: Verdict.Accepted })
                Interlocked.Increment(ref ended);
        });
        return ids.Count - ended;
    }
}
