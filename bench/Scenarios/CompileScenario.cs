using System.Diagnostics;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Engine;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Scenarios;

/// <summary>Compiles and runs small programs that all differ: one at a time, then as many at a time as the machine takes.</summary>
internal sealed class CompileScenario(
    string name, string header, Func<Sizes, (int Samples, int Jobs)> choose, Ground ground) : Scenario
{
    private const int HighPercentile = 95;

    /// <summary>Requests that wait at the same time, for each processor: enough that no slot is ever without work.</summary>
    private const int ConnectionsPerCore = 4;

    /// <summary>What the engine compiles with by default; bare g++ takes an older standard, whose headers are shorter.</summary>
    private const string EngineStandard = "-std=c++20";

    private readonly Sources _sources = new(header);

    public override string Name => name;

    public override string Description => $"compile and run a program with #include <{header}>, all sources different";

    public override async Task MeasureAsync(Sizes sizes, Recorder recorder, CancellationToken cancellationToken)
    {
        var (samples, jobs) = choose(sizes);
        await MeasureLatencyAsync(samples, recorder, cancellationToken);
        await MeasureThroughputAsync(jobs, recorder, cancellationToken);
    }

    private async Task MeasureLatencyAsync(int samples, Recorder recorder, CancellationToken cancellationToken)
    {
        var bare = new List<BareTimes>();
        var sameStandard = new List<BareTimes>();
        var engine = new List<Latency>();
        for (var i = 0; i < samples; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bare.Add(ground.Bare.Run(_sources.Next()));
            sameStandard.Add(ground.Bare.Run(_sources.Next(), EngineStandard));
        }

        for (var i = 0; i < samples; i++)
            engine.Add(await RunAsync(cancellationToken));

        recorder.AddLatency("latency", [.. engine.Select(static one => one.Total)], [.. bare.Select(static one => one.Total)], HighPercentile);
        var sameTotal = Median(sameStandard, static one => one.Total);
        recorder.Add($"latency p50, bare with {EngineStandard}", "ms", Median(engine, static one => one.Total), sameTotal);
        recorder.Add("  of it: to the start of the attempt", "ms", Median(engine, static one => one.Queue));
        recorder.Add("  of it: compiler", "ms", Median(engine, static one => one.Compile), Median(sameStandard, static one => one.Compile));
        recorder.Add("  of it: program", "ms", Median(engine, static one => one.Run), Median(sameStandard, static one => one.Run));
        recorder.Add("  of it: sandboxes around both", "ms", Median(engine, static one => one.Sandbox));
        recorder.Add("  of it: HTTP, result stored, answer", "ms", Median(engine, static one => one.Answer));
    }

    private async Task<Latency> RunAsync(CancellationToken cancellationToken)
    {
        var source = _sources.Next();
        var start = Stopwatch.GetTimestamp();
        var status = await ground.Client.RunAsync(new RunBody(source.Code), cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Require(status, source.Output);
        return Latency.Of(status, total);
    }

    private async Task MeasureThroughputAsync(int jobs, Recorder recorder, CancellationToken cancellationToken)
    {
        var cores = Environment.ProcessorCount;
        var bareCpu = Cpu.OfMachine();
        var bare = await Crowd.RunAsync(cores, jobs, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            ground.Bare.Run(_sources.Next());
            return Task.CompletedTask;
        });
        bareCpu = Cpu.OfMachine() - bareCpu;

        var (engineCpu, serverCpu) = (Cpu.OfMachine(), ground.Server.CpuTime);
        var engine = await Crowd.RunAsync(ConnectionsPerCore * cores, jobs, async () => await RunAsync(cancellationToken));
        (engineCpu, serverCpu) = (Cpu.OfMachine() - engineCpu, ground.Server.CpuTime - serverCpu);

        recorder.Add("throughput", "1/s", engine.PerSecond, bare.PerSecond);
        recorder.Add("CPU time each, whole machine", "ms", engineCpu / jobs, bareCpu / jobs);
        recorder.Add("CPU time each, server process", "ms", serverCpu / jobs);
    }

    private static double Median<T>(IEnumerable<T> values, Func<T, double> choose) => Spread.MedianOf([.. values.Select(choose)]);

    /// <summary>Where the time of one submission went, in milliseconds.</summary>
    private readonly record struct Latency(double Total, double Queue, double Compile, double Run, double Sandbox, double Answer)
    {
        public static Latency Of(JobStatus status, double total)
        {
            if (status is not { StartedAt: { } started, FinishedAt: { } finished, Compile.WallTimeMs: var compile, WallTimeMs: { } run })
                throw new BenchException($"{status.JobId} has no times.");
            var queue = (started - status.CreatedAt).TotalMilliseconds;
            var attempt = (finished - started).TotalMilliseconds;
            return new Latency(total, queue, compile, run, attempt - compile - run, total - queue - attempt);
        }
    }
}
