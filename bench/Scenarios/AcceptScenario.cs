using System.Collections.Concurrent;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;
using CodeRunner.Client;

namespace CodeRunner.Bench.Scenarios;

/// <summary>How fast submissions are taken in while every slot is busy, and whether all of them come to an end.</summary>
internal sealed class AcceptScenario(Ground ground) : Scenario
{
    private const int Connections = 50;
    private const int HighPercentile = 99;

    /// <summary>The longest that a program may sleep, in milliseconds.</summary>
    private const long SleepTime = 60_000;

    private const string Sleeper = """
        #include <unistd.h>
        int main() { sleep(60); }

        """;

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly Sources _sources = Sources.Including("iostream");

    public override string Name => ScenarioNames.Accept;

    public override string Description => $"POST /run over {Connections} connections while all slots are busy; all are cancelled afterwards";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        var sleepers = await OccupyAsync(cancellationToken);
        var accepted = new ConcurrentBag<Guid>();
        var serverCpu = ground.Server.CpuTime();
        var work = await Crowd.RunAsync(Connections, sizes.AcceptedJobs, async () =>
        {
            if (await ground.Client.TrySubmitAsync(Cpp.Program(_sources.Next().Code), cancellationToken) is { } id)
                accepted.Add(id);
        });
        serverCpu = ground.Server.CpuTime() - serverCpu;

        var lost = await EndAsync([.. accepted], cancellationToken) + await EndAsync(sleepers, cancellationToken);
        recorder.Add("accepted", "1/s", accepted.Count / work.Elapsed.TotalSeconds);
        recorder.AddLatency("latency", work.Latencies, bare: null, HighPercentile);
        recorder.Add("CPU time each, server process", "ms", serverCpu / sizes.AcceptedJobs);
        recorder.Add("refused", "", sizes.AcceptedJobs - accepted.Count);
        recorder.Add("lost", "", lost, goal: Goal.ValueAtMost(0));
    }

    /// <summary>Gives every slot a program that sleeps.</summary>
    private async Task<IReadOnlyCollection<Guid>> OccupyAsync(CancellationToken cancellationToken)
    {
        var body = Cpp.Program(Sleeper) with { Limits = new() { WallTimeMs = SleepTime } };
        var sleepers = new List<Guid>();
        for (var i = 0; i < Environment.ProcessorCount; i++)
            sleepers.Add(await ground.Client.TrySubmitAsync(body, cancellationToken) ?? throw new BenchException("The engine takes no work."));
        foreach (var id in sleepers)
            await WaitUntilAsleepAsync(id, cancellationToken);
        return sleepers;
    }

    private async Task WaitUntilAsleepAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var status = await ground.Client.GetAsync(id, cancellationToken: cancellationToken);
            status.Progress?.Phase != JobPhase.Testing;
            status = await ground.Client.GetAsync(id, cancellationToken: cancellationToken))
        {
            if (status.IsFinished)
                throw new BenchException($"The sleeper {id} ended as {status.State}, {status.Verdict}: {status.Message}");
            await Task.Delay(PollPeriod, cancellationToken);
        }
    }

    /// <summary>Cancels submissions and returns how many of them have not ended then.</summary>
    private async Task<int> EndAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var left = new ConcurrentQueue<Guid>(ids);
        var ended = 0;
        await Crowd.RunAsync(Connections, ids.Count, async () =>
        {
            left.TryDequeue(out var id);
            await ground.Client.CancelAsync(id, cancellationToken);
            if (await ground.Client.GetAsync(id, cancellationToken: cancellationToken) is { IsFinished: true })
                Interlocked.Increment(ref ended);
        });
        return ids.Count - ended;
    }
}
