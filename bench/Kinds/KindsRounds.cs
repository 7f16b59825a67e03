using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;
using CodeRunner.Bench.Scenarios;

namespace CodeRunner.Bench.Kinds;

/// <summary>Measures both kinds in turn, so that whatever else the machine does meets both, and containers without an engine of submissions beside them.</summary>
internal sealed class KindsRounds(DockerEngine engine, KindServer native, KindServer docker)
{
    private const int HighPercentile = 90;
    private const int WarmUpJobs = 40;
    private const int ConnectionsPerCore = 4;
    private const double MaximumDifference = 60; // ms

    private static readonly TimeSpan WarmUpPause = TimeSpan.FromMilliseconds(100);

    private readonly Sources _sources = Sources.Including("iostream");

    /// <summary>Until the header is precompiled, which shows as a compile that takes much less than the first.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        const double part = 0.6;
        foreach (var server in (KindServer[])[native, docker])
        {
            var first = (await server.RunAsync(_sources.Next(), cancellationToken)).Compile;
            var jobs = 0;
            while ((await server.RunAsync(_sources.Next(), cancellationToken)).Compile > part * first && jobs++ < WarmUpJobs)
                await Task.Delay(WarmUpPause, cancellationToken);
        }
    }

    /// <summary>Measures one round.</summary>
    public async Task MeasureAsync(Sizes sizes, Recorder ofNative, Recorder ofDocker, CancellationToken cancellationToken)
    {
        await MeasureLatencyAsync(sizes, ofNative, ofDocker, cancellationToken);
        var container = await MeasureAsync(Environment.ProcessorCount, sizes.ContainerJobs, () =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            engine.RunContainer(_sources.Next());
            return Task.CompletedTask;
        });
        await MeasureThroughputAsync(native, sizes.KindJobs, container, ofNative, cancellationToken);
        await MeasureThroughputAsync(docker, sizes.KindJobs, container, ofDocker, cancellationToken);
    }

    private async Task MeasureLatencyAsync(Sizes sizes, Recorder ofNative, Recorder ofDocker, CancellationToken cancellationToken)
    {
        var container = new List<double>();
        for (var i = 0; i < sizes.ContainerSamples; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            container.Add(engine.RunContainer(_sources.Next()));
        }

        var waits = (await native.CountWaitsAsync(cancellationToken), await docker.CountWaitsAsync(cancellationToken));
        List<SubmissionTimes> nativeTimes = [], dockerTimes = [];
        for (var i = 0; i < sizes.KindSamples; i++)
        {
            // Each when neither server has anything to do.
            foreach (var (server, times) in new[] { (native, nativeTimes), (docker, dockerTimes) })
            {
                await native.RestAsync(cancellationToken);
                await docker.RestAsync(cancellationToken);
                times.Add(await server.RunAsync(_sources.Next(), cancellationToken));
            }
        }

        Record(ofNative, nativeTimes, container);
        ofNative.Add("submissions that waited for a sandbox", "", await native.CountWaitsAsync(cancellationToken) - waits.Item1);
        Record(ofDocker, dockerTimes, container);
        ofDocker.Add("submissions that waited for a sandbox", "", await docker.CountWaitsAsync(cancellationToken) - waits.Item2, goal: Goal.ValueAtMost(0));
        ofDocker.Add("slower than native, p50", "ms", Difference(0.5), goal: Goal.ValueAtMost(MaximumDifference));
        ofDocker.Add($"slower than native, p{HighPercentile}", "ms", Difference(HighPercentile / 100.0));

        double Difference(double part) => Spread.Quantile(Totals(dockerTimes), part) - Spread.Quantile(Totals(nativeTimes), part);
    }

    private static void Record(Recorder recorder, List<SubmissionTimes> times, List<double> container)
    {
        recorder.AddLatency("latency", Totals(times), container, HighPercentile);
        recorder.Add("  of it: posted to started", "ms", Spread.MedianOf([.. times.Select(static one => one.Queue)]));
        recorder.Add("  of it: compiler", "ms", Spread.MedianOf([.. times.Select(static one => one.Compile)]));
        recorder.Add("  of it: program", "ms", Spread.MedianOf([.. times.Select(static one => one.Run)]));
        recorder.Add("  of it: sandboxes around both", "ms", Spread.MedianOf([.. times.Select(static one => one.Sandbox)]));
        recorder.Add("  of it: result stored, HTTP", "ms", Spread.MedianOf([.. times.Select(static one => one.Answer)]));
    }

    private async Task MeasureThroughputAsync(KindServer server, int jobs, Throughput container, Recorder recorder, CancellationToken cancellationToken)
    {
        await server.RestAsync(cancellationToken);
        var waits = await server.CountWaitsAsync(cancellationToken);
        var own = server.Process.CpuTime();
        var work = await MeasureAsync(ConnectionsPerCore * Environment.ProcessorCount, jobs, () => server.RunAsync(_sources.Next(), cancellationToken));
        var ownTime = (server.Process.CpuTime() - own) / jobs;
        recorder.Add("throughput", "1/s", work.PerSecond, container.PerSecond);
        recorder.Add("CPU time each, whole machine", "ms", work.MachineCpu, container.MachineCpu);
        recorder.Add("CPU time each, server process", "ms", ownTime);
        if (server == docker && work.EngineCpu is { } engineCpu)
            recorder.Add("CPU time each, dockerd and containerd", "ms", engineCpu, container.EngineCpu);
        recorder.Add("sandboxes waited for at saturation, of 2 each", "", (await server.CountWaitsAsync(cancellationToken) - waits) / jobs);
    }

    private async Task<Throughput> MeasureAsync(int workers, int jobs, Func<Task> action)
    {
        var (machine, own) = (Cpu.OfMachine(), engine.CpuTime());
        var work = await Crowd.RunAsync(workers, jobs, action);
        return new Throughput(work.PerSecond, (Cpu.OfMachine() - machine) / jobs, (engine.CpuTime() - own) / jobs);
    }

    private static double[] Totals(List<SubmissionTimes> times) => [.. times.Select(static one => one.Total)];

    /// <summary>Jobs in a second, and the milliseconds of CPU time that each took: of all, and of the engine.</summary>
    private readonly record struct Throughput(double PerSecond, double MachineCpu, double? EngineCpu);
}
