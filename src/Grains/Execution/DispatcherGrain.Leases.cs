using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Queue;

namespace CodeRunner.Grains.Execution;

/// <content>How leases are given, kept and taken back.</content>
internal sealed partial class DispatcherGrain
{
    /// <summary>The longest that a slot's call waits, which must be less than Orleans' response timeout.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    /// <summary>Below this a slot only wants what is there.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>Gives waiting slots what waits.</summary>
    private void Pump()
    {
        while (_recovered && !IsOutlived && _waiters.Count > 0 && _queue.Dequeue(_leases.CountOf) is { } entry && _waiters.Take(_artifacts.Find(entry.Affinity)) is { } waiter)
        {
            waiter.Answer(Grant(entry, waiter.Silo, waiter.Observer));
        }
    }

    private Lease? TryGrant(SiloAddress silo, ILeaseObserver observer, string? promised)
    {
        var entry = !_recovered || IsOutlived ? null : (promised is null ? null : _queue.Dequeue(promised)) ?? _queue.Dequeue(_leases.CountOf);
        return entry is null ? null : Grant(entry, silo, observer);
    }

    private Lease Grant(QueueEntry entry, SiloAddress silo, ILeaseObserver observer)
    {
        _artifacts.Note(entry.Affinity, silo);
        entry = entry with { Attempts = entry.Attempts + 1 };
        _leases.Grant(entry, silo, observer);
        _throughput.Granted();
        NoteAttempts(entry);
        if (entry is { Attempts: 1, Turn: 0 })
        {
            instruments.Leased(entry.Lane, time.GetUtcNow() - entry.CreatedAt);
        }

        return new Lease(entry.Id, entry.Attempts, _shard, entry.Turn);
    }

    private async Task<Lease?> WaitAsync(LeaseRequest request)
    {
        if (request.Wait < ShortestWait)
        {
            return null;
        }

        var waiter = _waiters.Add(request.Silo, request.Observer);
        var wait = request.Wait < LongestWait ? request.Wait : LongestWait;
        await LongPoll.WaitAsync(waiter.Lease, wait, time, lifetime.ApplicationStopping);
        _waiters.Remove(waiter);

        // It may have been given one after its time was over and before it got here.
        return waiter.Lease.IsCompleted ? await waiter.Lease : null;
    }

    /// <summary>Takes what a silo says that it runs.</summary>
    /// <returns>What it must not run any more.</returns>
    private ImmutableArray<Lease> Synchronize(SiloAddress silo, ILeaseObserver observer, ImmutableArray<Lease> running)
    {
        ImmutableArray<Lease> lost = [.. running.Where(lease => !_leases.TryRenew(silo, observer, lease) && !TryAdopt(silo, observer, lease))];
        Heard(silo);
        return lost;
    }

    /// <summary>Takes over a lease that a former activation gave, unless it has been overtaken.</summary>
    private bool TryAdopt(SiloAddress silo, ILeaseObserver observer, Lease lease)
    {
        if (_leases.Contains(lease.Id))
        {
            return false;
        }

        var entry = _unclaimed.GetValueOrDefault(lease.Id) ?? _queue.Find(lease.Id);
        if (entry is null && !_recovered)
        {
            // The index will say more.
            entry = new QueueEntry(lease.Id, string.Empty, Lane.Interactive, lease.Attempt, time.GetUtcNow());
        }

        if (entry is null || lease.Attempt < entry.Attempts)
        {
            return false;
        }

        _unclaimed.Remove(lease.Id);
        _queue.Remove(lease.Id);
        _leases.Grant(entry with { Attempts = lease.Attempt, Turn = lease.Turn }, silo, observer, confirmed: true);
        LogAdopted(lease.Id, lease.Attempt, silo);
        return true;
    }

    /// <summary>Takes a report.</summary>
    /// <returns>The client for which the slot was given up; null when it is anybody's.</returns>
    private string? End(SiloAddress silo, LeaseReport report)
    {
        if (!_leases.TryEnd(silo, report.Lease, out var held))
        {
            // Late: the lease was another's by then, or cancelled.
            return null;
        }

        if (report.End == LeaseEnd.HandedBack)
        {
            RequeueUncounted(held, RetryCause.HandedBack);
        }
        else if (report.End == LeaseEnd.Revoked)
        {
            // By this dispatcher's book it was not overtaken: the book is behind, and the next attempt must be a later one.
            Retry(held.Entry, RetryCause.Revoked);
        }
        else if (report.End == LeaseEnd.Yielded)
        {
            LogYielded(held.Entry.Id, held.Entry.Turn + 1);
            RequeueUncounted(held with { Entry = held.Entry with { Turn = held.Entry.Turn + 1 } }, RetryCause.Yielded);
            return held.Asked?.For;
        }
        else if (report.End != LeaseEnd.Completed)
        {
            LogFailed(held.Entry.Id, held.Entry.Attempts, silo, report.Reason);
            Retry(held.Entry, report.End == LeaseEnd.Overloaded ? RetryCause.Overloaded : RetryCause.EngineFailed);
        }

        return null;
    }

    private void RequeueUncounted(HeldLease held, RetryCause cause)
    {
        instruments.Retried(cause);
        var entry = held.Entry with { Attempts = held.Entry.Attempts - 1 };
        _queue.EnqueueFirst(entry);
        NoteAttempts(entry);
    }

    private void Retry(QueueEntry entry, RetryCause cause)
    {
        if (entry.Attempts >= _options.MaxAttempts)
        {
            GiveUp(entry, cause);
        }
        else
        {
            if (entry.Attempts > 0)
            {
                instruments.Retried(cause);
            }

            _queue.EnqueueFirst(entry);
        }
    }

    private void ExpireLeases()
    {
        foreach (var held in _leases.TakeExpired())
        {
            LogExpired(held.Entry.Id, held.Entry.Attempts, held.Silo);
            if (held.Confirmed)
            {
                Retry(held.Entry, RetryCause.ExecutorLost);
            }
            else
            {
                // The answer with the lease never arrived: whoever waited for it was gone. That is nobody's failure.
                RequeueUncounted(held, RetryCause.Undelivered);
            }
        }
    }

    private Task TickAsync(CancellationToken cancellationToken)
    {
        if (IsOutlived)
        {
            return Task.CompletedTask;
        }

        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_tickedAt, now);
        _tickedAt = now;
        if (elapsed > TickPeriod + (_options.LeaseDuration / 3))
        {
            // This process itself stood still, so the heartbeats are in its queue: no lease is late.
            LogStoodStill(elapsed);
            _leases.RenewAll();
        }

        ExpireLeases();
        _reservations.Prune();
        _throughput.Tick(elapsed);
        ReleaseUnclaimed();
        Pump();
        Share();
        instruments.Queue(_shard, Count());
        return Task.CompletedTask;
    }

    /// <summary>Has those who have more slots than their share give some up, where all are taken.</summary>
    private void Share()
    {
        if (_waiters.Count > 0 || _queue.Count == 0 || !_recovered)
        {
            return;
        }

        // Of twice as many clients as there are slots at least half have none.
        foreach (var (held, request) in _shares.Plan(_leases.All, _queue.WaitingClients(2 * _leases.Count)).ToList())
        {
            if (held.Asked is not { } asked || asked.Grace != request.Grace || time.GetElapsedTime(asked.At) >= SlotShares.AskAgainAfter)
            {
                _leases.Ask(held.Entry.Id, request);
                var lease = new Lease(held.Entry.Id, held.Entry.Attempts, _shard, held.Entry.Turn);
                _ = ForgetAsync(held.Observer.YieldAsync(lease, request.Grace), held.Entry.Id);
            }
        }
    }

    /// <summary>Has a silo kill a run; if the message is lost, its next heartbeat tells it again.</summary>
    private void Revoke(ILeaseObserver observer, Lease lease) => _ = ForgetAsync(observer.RevokeAsync(lease), lease.Id);

    /// <summary>Counts an attempt in the index without waiting for it, as the slot waits.</summary>
    private void NoteAttempts(QueueEntry entry) => _ = ForgetAsync(index.SetAttemptsAsync(_shard, entry.Id, entry.Attempts), entry.Id);

    private async Task ForgetAsync(Task task, Guid id)
    {
        try
        {
            await task;
        }
        catch (Exception exception)
        {
            LogForgotten(exception, id);
        }
    }
}
