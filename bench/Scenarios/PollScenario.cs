using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Scenarios;

/// <summary>How often clients can ask for a finished job.</summary>
internal sealed class PollScenario(Ground ground) : Scenario
{
    private const int Connections = 16;
    private const int HighPercentile = 99;
    private const double MinimumRate = 5_000;
    private const double MaximumLatency = 20; // ms

    private readonly Sources _sources = Sources.Including("iostream");

    public override string Name => ScenarioNames.Poll;

    public override string Description => $"GET /status of a finished job over {Connections} connections";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        var source = _sources.Next();
        var job = await ground.Client.RunAsync(Cpp.Program(source.Code), cancellationToken: cancellationToken);
        Require(job, source.Output);

        var serverCpu = ground.Server.CpuTime();
        var work = await Crowd.RunAsync(Connections, sizes.PollTime, async () =>
            Require(await ground.Client.GetAsync(job.JobId, cancellationToken: cancellationToken), source.Output));
        serverCpu = ground.Server.CpuTime() - serverCpu;

        recorder.Add("polls", "1/s", work.PerSecond, goal: Goal.ValueAtLeast(MinimumRate));
        recorder.AddLatency("latency", work.Latencies, bare: null, HighPercentile, highest: Goal.ValueAtMost(MaximumLatency));
        recorder.Add("CPU time each, server process", "ms", serverCpu / work.Latencies.Count);
    }
}
