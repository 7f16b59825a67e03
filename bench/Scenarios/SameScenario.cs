using System.Diagnostics;
using System.Globalization;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Scenarios;

/// <summary>One program again and again, each time with another input: what somebody does who tries things out.</summary>
internal sealed class SameScenario(Ground ground) : Scenario
{
    private const int HighPercentile = 95;
    private const int ConnectionsPerCore = 4;
    private const int BareSamples = 5;
    private const double MaximumLatency = 15; // ms
    private const double MinimumRate = 150;

    private readonly string _code = $$"""
        #include <iostream>
        #include <string>
        int main() // {{Guid.NewGuid()}}
        {
            std::string word;
            std::cin >> word;
            std::cout << word << '\n';
        }

        """;

    private int _count;

    public override string Name => ScenarioNames.Same;

    public override string Description => "one program again and again, each time with another input";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        double[] bare = [.. Enumerable.Range(0, BareSamples).Select(_ => ground.Bare.Run(new Source(_code, "\n")).Total)];
        var latencies = new List<double>();
        for (var i = 0; i < sizes.SameSamples; i++)
            latencies.Add(await RunAsync(cancellationToken));
        recorder.AddLatency("latency", latencies, bare, HighPercentile, Goal.ValueAtMost(MaximumLatency));

        var (machine, server) = (Cpu.OfMachine(), ground.Server.CpuTime());
        var work = await Crowd.RunAsync(ConnectionsPerCore * Environment.ProcessorCount, sizes.SameJobs, () => RunAsync(cancellationToken));
        recorder.Add("throughput", "1/s", work.PerSecond, goal: Goal.ValueAtLeast(MinimumRate));
        recorder.Add("CPU time each, whole machine", "ms", (Cpu.OfMachine() - machine) / sizes.SameJobs);
        recorder.Add("CPU time each, server process", "ms", (ground.Server.CpuTime() - server) / sizes.SameJobs);
    }

    private async Task<double> RunAsync(CancellationToken cancellationToken)
    {
        var word = string.Create(CultureInfo.InvariantCulture, $"word-{Interlocked.Increment(ref _count)}");
        var start = Stopwatch.GetTimestamp();
        var status = await ground.Client.RunAsync(Cpp.Program(_code) with { Stdin = word }, cancellationToken: cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Require(status, $"{word}\n");
        return total;
    }
}
