using System.Diagnostics;
using CodeRunner.Bench.Measuring;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Bench.Cluster;

/// <summary>How long a single submission waits behind another client's thousands.</summary>
internal sealed class FairnessPart(RedisServer redis, ClusterSizes sizes) : ClusterPart(redis, sizes)
{
    private const int Seed = 1;

    public override string Name => "fairness";

    public override string Description =>
        $"Batch submissions of one client wait for the only slot, jobs take {Job.TotalMilliseconds:0} ms; another client's single interactive one must start within one job's length";

    public override async Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        await using var cluster = await SimulatedCluster.StartAsync(Redis, new ClusterShape(1) { Slots = 1 }, Job, cancellationToken);
        await cluster.SubmitAsync(Sizes.BatchJobs, static _ => "many", Lane.Batch);
        cluster.Work.Open();
        await cluster.Work.FirstRunOf("many").WaitAsync(cancellationToken);
        var waits = new List<double>();
        var random = new Random(Seed);
        for (var i = 0; i < Sizes.Singles; i++)
        {
            // At any moment of a job, and so rarely that batch ones run in between.
            await Task.Delay(Job * (1 + random.NextDouble()), cancellationToken);
            var client = $"single-{i}";
            await cluster.SubmitAsync(client, Lane.Interactive);
            var accepted = Stopwatch.GetTimestamp();
            var began = await cluster.Work.FirstRunOf(client).WaitAsync(cancellationToken);
            waits.Add(Math.Max(0, Stopwatch.GetElapsedTime(accepted, began).TotalMilliseconds));
        }

        recorder.Add("waiting of the other client", "", (await cluster.StatusAsync()).Waiting);
        recorder.Add("accepted to started, median", "ms", Spread.MedianOf(waits));
        recorder.Add("accepted to started, longest", "ms", waits.Max());
    }
}
