using System.Diagnostics;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Scenarios;

/// <summary>What a scenario's ratios to the bare compiler must reach.</summary>
/// <param name="Latency">The highest, of the median.</param>
/// <param name="Throughput">The lowest.</param>
internal readonly record struct CompileGoals(double Latency, double Throughput);

/// <summary>Compiles and runs small programs that all differ: one at a time, then as many at a time as the machine takes.</summary>
internal sealed class CompileScenario(
    string name, string program, Sources sources, CompileGoals goals, Func<Sizes, (int Samples, int Jobs)> choose, Ground ground) : Scenario
{
    private const int HighPercentile = 95;

    /// <summary>Requests that wait at the same time, for each processor: enough that no slot is ever without work.</summary>
    private const int ConnectionsPerCore = 4;

    /// <summary>
    /// What bare g++ takes where it isn't told. The engine's own default is a later one, whose headers are longer; with this one
    /// both have the same work to do.
    /// </summary>
    private const string BareStandard = "17";

    /// <summary>What the server precompiles in the background is waited for, as long as this.</summary>
    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan WarmUpPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>The part of the bare compiler's time below which it surely is used.</summary>
    private const double Warm = 0.75;

    public override string Name => name;

    public override string Description => $"compile and run a program: {program}, all sources different";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        var (samples, jobs) = choose(sizes);
        await MeasureLatencyAsync(samples, recorder, cancellationToken);
        await MeasureThroughputAsync(jobs, recorder, cancellationToken);
    }

    public override async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var bare = ground.Bare.Run(sources.Next()).Compile;
        foreach (var standard in new[] { null, BareStandard })
        {
            var start = Stopwatch.GetTimestamp();
            while ((await RunAsync(standard, cancellationToken)).Compile > Warm * bare && Stopwatch.GetElapsedTime(start) < WarmUpPatience)
                await Task.Delay(WarmUpPeriod, cancellationToken);
        }
    }

    private async Task MeasureLatencyAsync(int samples, Recorder recorder, CancellationToken cancellationToken)
    {
        var bare = new List<BareTimes>();
        for (var i = 0; i < samples; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bare.Add(ground.Bare.Run(sources.Next()));
        }

        var engine = await RunOneByOneAsync(samples, standard: null, cancellationToken);
        var same = await RunOneByOneAsync(samples, BareStandard, cancellationToken);
        double[] bareTotals = [.. bare.Select(static one => one.Total)];
        recorder.AddLatency("latency", [.. engine.Select(static one => one.Total)], bareTotals, HighPercentile, Goal.RatioAtMost(goals.Latency));
        recorder.AddLatency($"latency with C++{BareStandard}", [.. same.Select(static one => one.Total)], bareTotals, HighPercentile);
        recorder.Add("  of it: posted to started", "ms", Median(same, static one => one.Queue));
        recorder.Add("  of it: compiler", "ms", Median(same, static one => one.Compile), Median(bare, static one => one.Compile));
        recorder.Add("  of it: program", "ms", Median(same, static one => one.Run), Median(bare, static one => one.Run));
        recorder.Add("  of it: sandboxes around both", "ms", Median(same, static one => one.Sandbox));
        recorder.Add("  of it: result stored, HTTP", "ms", Median(same, static one => one.Answer));
    }

    private async Task<IReadOnlyList<SubmissionTimes>> RunOneByOneAsync(int samples, string? standard, CancellationToken cancellationToken)
    {
        var latencies = new List<SubmissionTimes>();
        for (var i = 0; i < samples; i++)
            latencies.Add(await RunAsync(standard, cancellationToken));
        return latencies;
    }

    private async Task<SubmissionTimes> RunAsync(string? standard, CancellationToken cancellationToken)
    {
        var source = sources.Next();
        var start = Stopwatch.GetTimestamp();
        var status = await ground.Client.RunAsync(Cpp.Program(source.Code) with { Standard = standard }, cancellationToken: cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Require(status, source.Output);
        return SubmissionTimes.Of(status, total);
    }

    private async Task MeasureThroughputAsync(int jobs, Recorder recorder, CancellationToken cancellationToken)
    {
        var bare = await MeasureAsync(Environment.ProcessorCount, jobs, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            ground.Bare.Run(sources.Next());
            return Task.CompletedTask;
        });
        var connections = ConnectionsPerCore * Environment.ProcessorCount;
        var engine = await MeasureAsync(connections, jobs, () => RunAsync(standard: null, cancellationToken));
        var same = await MeasureAsync(connections, jobs, () => RunAsync(BareStandard, cancellationToken));

        recorder.Add("throughput", "1/s", engine.PerSecond, bare.PerSecond, Goal.RatioAtLeast(goals.Throughput));
        recorder.Add($"throughput with C++{BareStandard}", "1/s", same.PerSecond, bare.PerSecond);
        recorder.Add($"CPU time each with C++{BareStandard}, whole machine", "ms", same.MachineCpu, bare.MachineCpu);
        recorder.Add($"CPU time each with C++{BareStandard}, server process", "ms", same.ServerCpu);
    }

    private async Task<Throughput> MeasureAsync(int workers, int jobs, Func<Task> action)
    {
        var (machine, server) = (Cpu.OfMachine(), ground.Server.CpuTime());
        var work = await Crowd.RunAsync(workers, jobs, action);
        return new Throughput(work.PerSecond, (Cpu.OfMachine() - machine) / jobs, (ground.Server.CpuTime() - server) / jobs);
    }

    private static double Median<T>(IEnumerable<T> values, Func<T, double> choose) => Spread.MedianOf([.. values.Select(choose)]);

    /// <summary>Jobs in a second, and the milliseconds of CPU time that each took.</summary>
    private readonly record struct Throughput(double PerSecond, double MachineCpu, double ServerCpu);
}
