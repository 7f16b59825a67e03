using System.Diagnostics;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>How many submissions a second the engine around the sandbox can move, and what each costs.</summary>
internal sealed class LimitPart(RedisServer redis, ClusterSizes sizes) : ClusterPart(redis, sizes)
{
    private static readonly TimeSpan NoTime = TimeSpan.FromMilliseconds(1);

    public override string Name => "limit";

    public override string Description => $"8 silos of 64 slots with jobs of {NoTime.TotalMilliseconds} ms, so that processors are what is short: taken into a queue that nobody empties, run from it, and both at once";

    public override async Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        await using var cluster = await SimulatedCluster.StartAsync(Redis, new ClusterShape(8), NoTime, cancellationToken);
        await StageAsync("taken", () => cluster.SubmitAsync(Sizes.QuickJobs, Client), recorder);

        var run = cluster.Work.Expect(1, Sizes.QuickJobs);
        await StageAsync("run", () =>
        {
            cluster.Work.Open();
            return run.Done.WaitAsync(cancellationToken);
        }, recorder);

        var both = cluster.Work.Expect(1, Sizes.QuickJobs);
        await StageAsync("taken and run", async () =>
        {
            await cluster.SubmitAsync(Sizes.QuickJobs, Client);
            await both.Done.WaitAsync(cancellationToken);
        }, recorder);
    }

    private async Task StageAsync(string name, Func<Task> stage, Recorder recorder)
    {
        var before = CpuTime();
        var start = Stopwatch.GetTimestamp();
        await stage();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var used = CpuTime() - before;
        recorder.Add(name, "1/s", Sizes.QuickJobs / elapsed.TotalSeconds);
        recorder.Add($"CPU time each, {name}", "ms", used.Own / Sizes.QuickJobs);
        recorder.Add($"CPU time each, Redis, {name}", "ms", used.Redis / Sizes.QuickJobs);
        recorder.Add($"processors busy, {name}", "", (used.Own + used.Redis) / elapsed.TotalMilliseconds);
        recorder.Add($"processors that others had, {name}", "", used.Others / elapsed.TotalMilliseconds);
    }
}
