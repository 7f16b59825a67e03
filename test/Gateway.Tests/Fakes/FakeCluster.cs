using System.Collections.Immutable;
using System.Net;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Tests.Fakes;

/// <summary>A cluster of two shards and two silos, of which the second is silent.</summary>
public sealed class FakeCluster
{
    private int _asked;

    /// <summary>How often it was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Thrown when the cluster is asked; null: it answers.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown when the dispatcher of shard 1 is asked; null: it answers.</summary>
    public Exception? ShardFailure { get; set; }

    public ClusterReport Report()
    {
        Interlocked.Increment(ref _asked);
        if (Failure is { } failure)
            throw failure;
        return new ClusterReport
        {
            Silos =
            [
                new ReportedSilo(Silo("one", 1) with { Busy = 2, Languages = [new SiloLanguage("cpp", "C++", "12")] }, SiloState.Active, Samples.CreatedAt),
                new ReportedSilo(Silo("two", 2), SiloState.Silent, Samples.CreatedAt),
            ],
            Totals = new EngineTotals
            {
                Accepted = 10,
                Leased = 9,
                WaitTime = TimeSpan.FromSeconds(4.5),
                Runs = 8,
                RunTime = TimeSpan.FromSeconds(6.25),
                Retries = 1,
                Finished = ImmutableDictionary<Verdict, long>.Empty.Add(Verdict.Accepted, 7).Add(Verdict.TimeLimitExceeded, 1),
            },
            Since = Samples.CreatedAt,
            Shards = 2,
            QueueLimit = 100,
        };
    }

    public QueueStatus Queue(long shard) => shard == 1 && ShardFailure is { } failure ? throw failure : new QueueStatus(3, 4, 2, (int)shard);

    private static SiloReport Silo(string name, int port) => new()
    {
        Silo = SiloAddress.New(IPAddress.Loopback, port, 5),
        Name = name,
        Version = "0.1.0",
        Sandbox = "native",
        StartedAt = Samples.CreatedAt,
        Slots = 4,
        Processors = 4,
        Memory = ByteSize.FromMiB(100),
        CpuTime = TimeSpan.FromSeconds(1.5),
        Totals = new EngineTotals { Runs = 3, RunTime = TimeSpan.FromSeconds(2) },
    };
}

/// <summary>Says what the script says.</summary>
public sealed class FakeClusterGrain(FakeCluster cluster) : Grain, IClusterGrain
{
    public Task ReportAsync(SiloReport report) => throw new NotSupportedException();

    public Task<ClusterReport> GetAsync() => Task.FromResult(cluster.Report());
}

/// <summary>Says how long its queue is, and nothing else.</summary>
public sealed class FakeDispatcherGrain(FakeCluster cluster) : Grain, IDispatcherGrain
{
    public Task<QueueStatus> GetStatusAsync() => Task.FromResult(cluster.Queue(this.GetPrimaryKeyLong()));

    public Task<Rejection?> ReserveAsync(QueueEntry entry) => throw new NotSupportedException();

    public Task<int> EnqueueAsync(QueueEntry entry) => throw new NotSupportedException();

    public Task ReleaseAsync(Guid id) => throw new NotSupportedException();

    public Task<Lease?> LeaseAsync(LeaseRequest request) => throw new NotSupportedException();

    public Task<ImmutableArray<Lease>> HeartbeatAsync(SiloAddress silo, ILeaseObserver observer, ImmutableArray<Lease> running) =>
        throw new NotSupportedException();

    public Task LeaveAsync(SiloAddress silo) => throw new NotSupportedException();

    public Task CancelAsync(Guid id) => throw new NotSupportedException();

    public Task<int?> GetPositionAsync(Guid id) => throw new NotSupportedException();
}
