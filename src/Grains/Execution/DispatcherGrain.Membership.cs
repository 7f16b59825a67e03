using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Diagnostics;

namespace CodeRunner.Grains.Execution;

/// <content>What becomes of leases when silos die, this one included.</content>
internal sealed partial class DispatcherGrain
{
    /// <summary>
    /// Whether this silo itself has been declared dead. Another one has the shard then, or soon will: what is granted here is counted in the
    /// index but never arrives, and who is dead is not for this dispatcher to say.
    /// </summary>
    private bool IsOutlived => IsDead(local.SiloAddress);

    /// <summary>
    /// Whether a silo has been declared dead. One that was frozen goes on when it wakes, until it learns that; what it had runs elsewhere by
    /// then, and what it is given is lost.
    /// </summary>
    private bool IsDead(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Dead;

    /// <summary>Has a dead silo wait as long as it would for work, so that it doesn't ask again and again, and gives it none.</summary>
    private async Task<Lease?> StandAsideAsync(LeaseRequest request)
    {
        LogDeadSiloAsks(request.Silo);
        if (request.Wait >= ShortestWait)
        {
            var wait = request.Wait < LongestWait ? request.Wait : LongestWait;
            await Task.Delay(wait, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private async Task WatchMembershipAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var cluster in membership.MembershipUpdates.WithCancellation(cancellationToken))
            {
                OnMembershipChanged(silo => cluster.GetSiloStatus(silo) == SiloStatus.Dead);

                // With a silo that died this dispatcher's own registration may be gone: then it has to end before another can begin, and it
                // can't while calls wait here.
                _waiters.Dismiss(static _ => true);
            }
        }
        catch (OperationCanceledException)
        {
            // Deactivated.
        }
    }

    private void OnMembershipChanged(Func<SiloAddress, bool> isDead)
    {
        _waiters.Dismiss(isDead);
        if (IsOutlived)
        {
            return;
        }

        foreach (var held in _leases.TakeWhere(held => isDead(held.Silo)))
        {
            LogSiloDied(held.Entry.Id, held.Entry.Attempts, held.Silo);
            Retry(held.Entry, RetryCause.ExecutorLost);
        }

        _unheard.RemoveWhere(silo => isDead(silo));
        ReleaseUnclaimed();
        Pump();
    }
}
