using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Cluster;

/// <summary>The whole run on clusters: Redis, the parts, the report and its picture.</summary>
internal sealed class ClusterBenchmark(BenchOptions options)
{
    private const int WarmUpJobs = 3_000;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var machine = Machine.Describe();
        using var folder = TemporaryFolder.Create();
        await using var redis = await RedisServer.StartAsync(folder.Make("redis"));
        Console.Error.WriteLine("Warming up");
        await WarmUpAsync(redis, cancellationToken);

        var sizes = options.Quick ? ClusterSizes.Quick : ClusterSizes.Full;

        // The volume first, as memory that others have used is not given back.
        ClusterPart[] all =
        [
            new VolumePart(redis, sizes), new ScalingPart(redis, sizes, options.Silos), new LimitPart(redis, sizes), new JoinPart(redis, sizes), new FairnessPart(redis, sizes),
        ];
        var parts = all.Where(part => options.Parts is not { } wanted || wanted.Contains(part.Name)).Select(static part => (Part: part, Recorder: new Recorder())).ToArray();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var (part, recorder) in parts)
            {
                Console.Error.WriteLine($"Round {round} of {options.Rounds}: {part.Name}");
                await part.MeasureAsync(recorder, cancellationToken);
            }
        }

        var report = new Report(
            TimeProvider.System.GetUtcNow(),
            options.Rounds,
            options.Quick,
            machine,
            Machine.Load(),
            new ServerReport(Cpu.PeakMemoryMiB(Environment.ProcessId), WarmSandboxMiB: 0),
            [.. parts.Select(static one => new ScenarioReport(one.Part.Name, one.Part.Description, one.Recorder.Figures()))]);
        report.WriteTo(options.Json);
        ReportTable.Print(report, Console.Out);
        ScalingPicture.Write(report, Path.ChangeExtension(options.Json, ".svg"));
    }

    /// <summary>The runtime compiles the code that is then measured.</summary>
    private static async Task WarmUpAsync(RedisServer redis, CancellationToken cancellationToken)
    {
        var shape = new ClusterShape(2);
        await using var cluster = await SimulatedCluster.StartAsync(redis, shape, TimeSpan.FromMilliseconds(1), cancellationToken);
        var occupancy = cluster.Work.Expect(shape.AllSlots, WarmUpJobs);
        cluster.Work.Open();
        await cluster.SubmitAsync(WarmUpJobs, static i => $"client-{i % 16}");
        await occupancy.Done.WaitAsync(cancellationToken);
    }
}
