using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// What this silo runs, and what it has leased to run next. Cancels come here and not to the executor grain, as a message to a stateless worker reaches any of
/// the workers and seldom the one that runs.
/// </summary>
internal sealed class RunningLeases(TimeProvider time) : ILeaseObserver
{
    private readonly ConcurrentDictionary<Lease, RunningLease> _running = new();

    /// <summary>Leased, and not entered above yet: a slot is about to do that, or none is free.</summary>
    private readonly ConcurrentDictionary<Lease, SlotLease> _next = new();

    /// <summary>How many run; those whose result is being delivered don't.</summary>
    public int Count => _running.Values.Count(static running => running.IsInSlot);

    /// <summary>Enters a lease until it is disposed.</summary>
    /// <returns>Null when this silo carries it out already.</returns>
    public RunningLease? TryEnter(Lease lease)
    {
        var running = new RunningLease(this, _next.GetValueOrDefault(lease) ?? new SlotLease(lease, time.GetTimestamp()), time);
        if (_running.TryAdd(lease, running))
        {
            // Not before: each heartbeat must name it.
            _next.TryRemove(lease, out _);
            return running;
        }

        running.Dispose();
        return null;
    }

    /// <summary>Notes a lease that came, until its run is entered.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="onTaken">Told once, when it waits for a slot no longer.</param>
    /// <returns>Null when this silo has it already.</returns>
    public SlotLease? TryNote(Lease lease, Action? onTaken = null)
    {
        var next = new SlotLease(lease, time.GetTimestamp(), onTaken);
        return !_running.ContainsKey(lease) && _next.TryAdd(lease, next) ? next : null;
    }

    /// <summary>Forgets a lease that is not run after all.</summary>
    public void Drop(SlotLease lease) => _next.TryRemove(KeyValuePair.Create(lease.Lease, lease));

    /// <summary>Takes those that have waited for a slot for so long, and forgets them; the caller hands them back.</summary>
    public IReadOnlyList<SlotLease> TakeWaiting(TimeSpan age)
    {
        List<SlotLease> waiting = [.. _next.Values.Where(next => time.GetElapsedTime(next.ReceivedAt) >= age && next.TryTake())];

        // Before the dispatcher is told, which may give the same attempt to this silo again at once.
        waiting.ForEach(Drop);
        return waiting;
    }

    /// <summary>The leases of one dispatcher.</summary>
    public ImmutableArray<Lease> Of(int shard)
    {
        var leases = ImmutableArray.CreateBuilder<Lease>();

        // In this order: what is being entered is in both for a moment, and then named twice, which does no harm.
        foreach (var (lease, _) in _next)
        {
            if (lease.Shard == shard)
            {
                leases.Add(lease);
            }
        }

        foreach (var (lease, _) in _running)
        {
            if (lease.Shard == shard)
            {
                leases.Add(lease);
            }
        }

        return leases.DrainToImmutable();
    }

    /// <summary>Stops one run; does nothing when it is over.</summary>
    public void Stop(Lease lease, StopReason reason)
    {
        if (_running.TryGetValue(lease, out var running))
        {
            running.Stop(reason);
        }
        else if (_next.TryGetValue(lease, out var next) && next.TryTake())
        {
            Drop(next);
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

    /// <inheritdoc/>
    public Task YieldAsync(Lease lease, TimeSpan? grace)
    {
        if (_running.TryGetValue(lease, out var running))
        {
            running.Yield(grace);
        }

        return Task.CompletedTask;
    }

    internal void Remove(RunningLease running) => _running.TryRemove(KeyValuePair.Create(running.Lease, running));
}
