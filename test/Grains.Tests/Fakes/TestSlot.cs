using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>A slot that a test moves by hand, as if on one of the cluster's silos.</summary>
internal sealed class TestSlot : IAsyncDisposable
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AtOnce = TimeSpan.FromTicks(1);

    private readonly GrainsCluster _cluster;
    private readonly Ear _ear = new();

    public TestSlot(GrainsCluster cluster, int silo = 0)
        : this(cluster, cluster.Cluster.Silos[silo].SiloAddress)
    {
    }

    public TestSlot(GrainsCluster cluster, SiloAddress silo)
    {
        _cluster = cluster;
        Silo = silo;
        Observer = cluster.Grains.CreateObjectReference<ILeaseObserver>(_ear);
    }

    public SiloAddress Silo { get; }

    public ILeaseObserver Observer { get; }

    /// <summary>The first lease that was revoked.</summary>
    public Task<Lease> Revoked => _ear.Revoked.Task.WaitAsync(TestTime.Patience);

    /// <summary>What it was asked to give up.</summary>
    public ConcurrentQueue<(Lease Lease, TimeSpan? Grace)> Yields => _ear.Yields;

    /// <summary>Asks for what is there, or waits.</summary>
    public Task<Lease?> LeaseAsync(LeaseReport? finished = null, TimeSpan? wait = null, params ImmutableArray<Lease> running) =>
        _cluster.Dispatcher.LeaseAsync(new LeaseRequest(Silo, Observer, finished, running, wait ?? AtOnce)).WaitAsync(TestTime.Patience);

    public Task ReportAsync(Lease lease, LeaseEnd end, string? reason = null) => LeaseAsync(new LeaseReport(lease, end, reason), TimeSpan.Zero);

    public Task<ImmutableArray<Lease>> HeartbeatAsync(params ImmutableArray<Lease> running) =>
        _cluster.Dispatcher.HeartbeatAsync(Silo, Observer, running);

    public ValueTask DisposeAsync()
    {
        // The cluster's client holds observers weakly.
        GC.KeepAlive(_ear);
        return ValueTask.CompletedTask;
    }

    private sealed class Ear : ILeaseObserver
    {
        public TaskCompletionSource<Lease> Revoked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<(Lease Lease, TimeSpan? Grace)> Yields { get; } = [];

        public Task YieldAsync(Lease lease, TimeSpan? grace)
        {
            Yields.Enqueue((lease, grace));
            return Task.CompletedTask;
        }

        public Task RevokeAsync(Lease lease)
        {
            Revoked.TrySetResult(lease);
            return Task.CompletedTask;
        }
    }
}
