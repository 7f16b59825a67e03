using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// What this silo runs. Cancels come here and not to the executor grain, as a message to a stateless worker reaches any of
/// the workers and seldom the one that runs.
/// </summary>
internal sealed class RunningLeases : ILeaseObserver
{
    private readonly ConcurrentDictionary<Lease, RunningLease> _running = new();

    public int Count => _running.Count;

    /// <summary>Enters a lease until it is disposed.</summary>
    /// <returns>Null when this silo carries it out already.</returns>
    public RunningLease? TryEnter(Lease lease)
    {
        var running = new RunningLease(this, lease);
        if (_running.TryAdd(lease, running))
        {
            return running;
        }

        running.Dispose();
        return null;
    }

    /// <summary>The leases of one dispatcher.</summary>
    public ImmutableArray<Lease> Of(int shard) => [.. _running.Keys.Where(lease => lease.Shard == shard)];

    /// <summary>Stops one run; does nothing when it is over.</summary>
    public void Stop(Lease lease, StopReason reason)
    {
        if (_running.TryGetValue(lease, out var running))
        {
            running.Stop(reason);
        }
    }

    /// <summary>Stops the runs of one dispatcher, or all.</summary>
    public void StopAll(StopReason reason, int? shard = null)
    {
        foreach (var running in _running.Values.Where(running => shard is null || running.Lease.Shard == shard))
        {
            running.Stop(reason);
        }
    }

    /// <inheritdoc/>
    public Task RevokeAsync(Lease lease)
    {
        Stop(lease, StopReason.Revoked);
        return Task.CompletedTask;
    }

    internal void Remove(RunningLease running) => _running.TryRemove(KeyValuePair.Create(running.Lease, running));
}
