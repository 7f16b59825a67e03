using System.Collections.Concurrent;
using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>
/// What this silo runs, and what it has leased to run next. Cancels come here and not to the executor grain, as a message to a stateless
/// worker reaches any of the workers and seldom the one that runs.
/// </summary>
internal sealed class LocalLeases(TimeProvider time) : ILeaseObserver
{
    private readonly ConcurrentDictionary<Lease, LocalLease> _leases = new();

    /// <summary>How many run; those whose result is being delivered don't.</summary>
    public int Count => _leases.Values.Count(static lease => lease.State == LocalLeaseState.Running);

    /// <summary>The leases that the executor carries out.</summary>
    private IEnumerable<LocalLease> CarriedOut => _leases.Values.Where(static lease => lease.IsCarriedOut);

    /// <summary>Notes a lease that came.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="onTaken">For one that was taken ahead: told once, when it waits for a slot no longer.</param>
    /// <returns>Null when this silo has it already.</returns>
    public LocalLease? TryReceive(Lease lease, Action? onTaken = null)
    {
        var received = new LocalLease(lease, time, onTaken);
        if (_leases.TryAdd(lease, received))
        {
            return received;
        }

        received.Dispose();
        return null;
    }

    /// <summary>Has a lease carried out, until <see cref="End"/>.</summary>
    /// <returns>Null when this silo does that already.</returns>
    public LocalLease? TryEnter(Lease lease)
    {
        var entered = _leases.GetOrAdd(lease, static (lease, time) => new LocalLease(lease, time), time);
        return entered.TryEnter() ? entered : null;
    }

    /// <summary>Forgets a lease about which there is nothing left to do here.</summary>
    public void End(LocalLease lease)
    {
        _leases.TryRemove(KeyValuePair.Create(lease.Lease, lease));
        lease.Dispose();
    }

    /// <summary>Forgets a lease that a slot took, unless the executor has it.</summary>
    public void GiveUp(LocalLease lease)
    {
        if (lease.TryGiveUp())
        {
            End(lease);
        }
    }

    /// <summary>Takes those that have waited for a slot for so long, and forgets them; the caller hands them back.</summary>
    public IReadOnlyList<LocalLease> TakeWaiting(TimeSpan age)
    {
        List<LocalLease> waiting = [.. _leases.Values.Where(lease => time.GetElapsedTime(lease.ReceivedAt) >= age && lease.TryWithdraw())];

        // Before the dispatcher is told, which may give the same attempt to this silo again at once.
        waiting.ForEach(End);
        return waiting;
    }

    /// <summary>The leases of one dispatcher.</summary>
    public ImmutableArray<Lease> Of(int shard)
    {
        var leases = ImmutableArray.CreateBuilder<Lease>();
        foreach (var (lease, _) in _leases)
        {
            if (lease.Shard == shard)
            {
                leases.Add(lease);
            }
        }

        return leases.DrainToImmutable();
    }

    /// <summary>Stops one run, or sees to it that it does not begin; does nothing when it is over.</summary>
    public void Stop(Lease lease, RevocationReason reason)
    {
        if (!_leases.TryGetValue(lease, out var local))
        {
            return;
        }

        if (local.TryWithdraw())
        {
            End(local);
        }
        else
        {
            local.Stop(reason);
        }
    }

    /// <summary>Stops all runs.</summary>
    public void StopAll(RevocationReason reason)
    {
        foreach (var running in CarriedOut)
        {
            running.Stop(reason);
        }
    }

    /// <summary>Notes that the dispatcher renewed these, at the latest when the heartbeat was sent.</summary>
    public void Renew(ImmutableArray<Lease> renewed, long sentAt)
    {
        foreach (var lease in renewed)
        {
            if (_leases.TryGetValue(lease, out var local))
            {
                local.RenewedAt = sentAt;
            }
        }
    }

    /// <summary>How long ago the dispatcher renewed the lease that has waited longest for it; zero when nothing runs.</summary>
    public TimeSpan SinceRenewal(int shard) => CarriedOut
        .Where(running => running.Lease.Shard == shard)
        .Select(running => time.GetElapsedTime(running.RenewedAt))
        .DefaultIfEmpty()
        .Max();

    /// <summary>Stops the runs of one dispatcher that it has not renewed for so long.</summary>
    /// <returns>How many.</returns>
    public int StopUnrenewed(int shard, TimeSpan patience)
    {
        var late = CarriedOut.Where(running => running.Lease.Shard == shard && time.GetElapsedTime(running.RenewedAt) >= patience).ToList();
        late.ForEach(static running => running.Stop(RevocationReason.HandedBack));
        return late.Count;
    }

    /// <inheritdoc/>
    public Task RevokeAsync(Lease lease)
    {
        Stop(lease, RevocationReason.Revoked);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task YieldAsync(Lease lease, TimeSpan? grace)
    {
        if (_leases.TryGetValue(lease, out var running) && running.IsCarriedOut)
        {
            running.Yield(grace);
        }

        return Task.CompletedTask;
    }
}
