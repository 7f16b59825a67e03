using System.Diagnostics;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>How soon a silo that joins a busy cluster runs something.</summary>
internal sealed class JoinPart(RedisServer redis, ClusterSizes sizes) : ClusterPart(redis, sizes)
{
    private const int SecondsPerJoin = 3;

    public override string Name => "join";

    public override string Description => "A silo joins two busy ones while submissions wait; its first run must begin within 2,000 ms of its host's having started";

    public override async Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken)
    {
        var shape = new ClusterShape(2);
        await using var cluster = await SimulatedCluster.StartAsync(Redis, shape, Job, cancellationToken);

        // Enough for the last one, however fast those before it are.
        await cluster.SubmitAsync((int)((shape.Silos + Sizes.Joins) * shape.Slots * Sizes.Joins * SecondsPerJoin / Job.TotalSeconds), Client);
        cluster.Work.Open();
        var (up, whole) = (new List<double>(), new List<double>());
        for (var i = 0; i < Sizes.Joins; i++)
        {
            var silo = await cluster.AddSiloAsync(cancellationToken);
            var first = await cluster.Work.FirstRunOf(silo.Name).WaitAsync(cancellationToken);

            // Slots begin before the host says that all of it has started.
            up.Add(Math.Max(0, Stopwatch.GetElapsedTime(silo.Up, first).TotalMilliseconds));
            whole.Add(Stopwatch.GetElapsedTime(silo.Before, first).TotalMilliseconds);
            if ((await cluster.StatusAsync()).Waiting == 0)
                throw new BenchException("The queue was empty before the last silo joined.");
        }

        recorder.Add("up to first run, median", "ms", Spread.MedianOf(up));
        recorder.Add("up to first run, longest", "ms", up.Max());
        recorder.Add("start of the host to first run, median", "ms", Spread.MedianOf(whole));
        recorder.Add("start of the host to first run, longest", "ms", whole.Max());
    }
}
