using System.Diagnostics;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>Throughput, busy slots and CPU time by the number of silos.</summary>
internal sealed class ScalingPart(RedisServer redis, ClusterSizes sizes, IReadOnlyList<int>? wanted) : ClusterPart(redis, sizes)
{
    /// <summary>Its name.</summary>
    public const string PartName = "scaling";

    private const int Percent = 100;

    private const int ManyShards = 4;

    /// <summary>Silos that are measured, the largest one also with several shards.</summary>
    public static int[] Silos { get; } = [1, 2, 4, 8];

    public override string Name => PartName;

    public override string Description => $"Silos of 64 slots with simulated jobs of {Job.TotalMilliseconds} ms and a queue that is filled before; busy slots must be 95 % or more with 8";

    /// <summary>The figure of the throughput with so many silos.</summary>
    public static string Throughput(int silos) => $"throughput, {Label(silos, 1)}";

    public override async Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        foreach (var silos in wanted ?? Silos)
            await MeasureAsync(silos, shards: 1, recorder, cancellationToken);
        if (wanted is null)
            await MeasureAsync(Silos[^1], ManyShards, recorder, cancellationToken);
    }

    private static string Label(int silos, int shards) => (silos == 1 ? "1 silo" : $"{silos} silos") + (shards == 1 ? "" : $", {shards} shards");

    private async Task MeasureAsync(int silos, int shards, Recorder recorder, CancellationToken cancellationToken)
    {
        var shape = new ClusterShape(silos) { Shards = shards };
        await using var cluster = await SimulatedCluster.StartAsync(Redis, shape, Job, cancellationToken);
        var jobs = (int)(shape.AllSlots * Sizes.SecondsOfWork / Job.TotalSeconds);
        await cluster.SubmitAsync(jobs, Client);

        var occupancy = cluster.Work.Expect(shape.AllSlots, jobs);
        var before = CpuTime();
        var start = Stopwatch.GetTimestamp();
        cluster.Work.Open();
        await occupancy.Done.WaitAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        var used = CpuTime() - before;

        var label = Label(silos, shards);
        recorder.Add($"throughput, {label}", "1/s", occupancy.PerSecond);
        recorder.Add($"busy slots, {label}", "%", occupancy.Busy * Percent);
        recorder.Add($"CPU time each, {label}", "ms", used.Own / jobs);
        recorder.Add($"CPU time each, Redis, {label}", "ms", used.Redis / jobs);
        recorder.Add($"processors that others had, {label}", "", used.Others / elapsed.TotalMilliseconds);
    }
}
