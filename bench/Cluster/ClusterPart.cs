using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>One thing that is measured on clusters of its own.</summary>
/// <param name="redis">Where they store.</param>
/// <param name="sizes">How much is measured.</param>
internal abstract class ClusterPart(RedisProcess redis, ClusterSizes sizes)
{
    public abstract string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    public abstract string Description { get; }

    protected RedisProcess Redis => redis;

    protected ClusterSizes Sizes => sizes;

    /// <summary>How long a simulated job takes, where that is not the question.</summary>
    protected static TimeSpan Job { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures one round.</summary>
    public abstract Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken);

    /// <summary>Milliseconds of CPU time of this process, in which silos, gateway and whoever submits are, and of Redis.</summary>
    protected (double Own, double Redis) CpuTime() => (Environment.CpuUsage.TotalTime.TotalMilliseconds, redis.CpuTime);

    protected static string Client(int i) => $"client-{i % 16}";
}
