using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Cluster;

/// <summary>One thing that is measured on clusters of its own.</summary>
/// <param name="redis">Where they store.</param>
/// <param name="sizes">How much is measured.</param>
internal abstract class ClusterPart(RedisServer redis, ClusterSizes sizes)
{
    public abstract string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    public abstract string Description { get; }

    protected RedisServer Redis => redis;

    protected ClusterSizes Sizes => sizes;

    /// <summary>How long a simulated job takes, where that is not the question.</summary>
    protected static TimeSpan Job { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Measures one round.</summary>
    public abstract Task MeasureAsync(Recorder recorder, CancellationToken cancellationToken);

    /// <summary>CPU time so far.</summary>
    protected CpuTimes CpuTime() => new(Environment.CpuUsage.TotalTime.TotalMilliseconds, Cpu.OfProcess(redis.Id), Cpu.OfMachine());

    protected static string Client(int i) => $"client-{i % 16}";

    /// <summary>Milliseconds of CPU time.</summary>
    /// <param name="Own">Of this process, in which silos, gateway and whoever submits are.</param>
    /// <param name="Redis">Of redis-server.</param>
    /// <param name="Machine">Of everything on the machine.</param>
    protected sealed record CpuTimes(double Own, double Redis, double Machine)
    {
        /// <summary>What no figure of a run is right with: processors that something else had.</summary>
        public double Others => Math.Max(0, Machine - Own - Redis);

        public static CpuTimes operator -(CpuTimes after, CpuTimes before) => new(after.Own - before.Own, after.Redis - before.Redis, after.Machine - before.Machine);
    }
}
