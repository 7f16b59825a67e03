using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// What this silo runs. Cancels come here and not to the executor grain, as a message to a stateless worker reaches any of
/// the workers and seldom the one that runs.
/// </summary>
internal sealed class RunningLeases(TimeProvider time) : ILeaseObserver
{
    private readonly ConcurrentDictionary<Lease, RunningLease> _running = new();

    public int Count => _running.Count;

    /// <summary>Enters a lease until it is disposed.</summary>
    /// <returns>Null when this silo carries it out already.</returns>
    public RunningLease? TryEnter(Lease lease)
    {
        var running = new RunningLease(this, lease, time.GetTimestamp());
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

    /// <summary>Stops all runs.</summary>
    public void StopAll(StopReason reason)
    {
        foreach (var running in _running.Values)
        {
            running.Stop(reason);
        }
    }

    /// <summary>Notes that the dispatcher renewed these, at the latest when the heartbeat was sent.</summary>
    public void Renew(ImmutableArray<Lease> renewed, long sentAt)
    {
        foreach (var lease in renewed)
        {
            if (_running.TryGetValue(lease, out var running))
            {
                running.RenewedAt = sentAt;
            }
        }
    }

    /// <summary>How long ago the dispatcher renewed the lease that has waited longest for it; zero when nothing runs.</summary>
    public TimeSpan SinceRenewal(int shard) => _running.Values
        .Where(running => running.Lease.Shard == shard)
        .Select(running => time.GetElapsedTime(running.RenewedAt))
        .DefaultIfEmpty()
        .Max();

    /// <summary>Stops the runs of one dispatcher that it has not renewed for so long.</summary>
    /// <returns>How many.</returns>
    public int StopUnrenewed(int shard, TimeSpan patience)
    {
        var late = _running.Values.Where(running => running.Lease.Shard == shard && time.GetElapsedTime(running.RenewedAt) >= patience).ToList();
        late.ForEach(static running => running.Stop(StopReason.HandedBack));
        return late.Count;
    }

    /// <inheritdoc/>
    public Task RevokeAsync(Lease lease)
    {
        Stop(lease, StopReason.Revoked);
        return Task.CompletedTask;
    }

    internal void Remove(RunningLease running) => _running.TryRemove(KeyValuePair.Create(running.Lease, running));
}
