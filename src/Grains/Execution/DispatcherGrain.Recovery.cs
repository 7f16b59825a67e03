using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Resilience;

namespace CodeRunner.Grains.Execution;

/// <content>How a new activation finds its queue again, and how it finds what was lost on the way.</content>
internal sealed partial class DispatcherGrain
{
    private readonly TaskCompletionSource _firstReading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Entries that were running when the former activation was lost, and perhaps still are.</summary>
    private readonly Dictionary<Guid, QueueEntry> _unclaimed = [];

    /// <summary>Silos that have not said yet what they run.</summary>
    private readonly HashSet<SiloAddress> _unheard = [];

    /// <summary>Silos that said what they run before the index was read.</summary>
    private readonly HashSet<SiloAddress> _heard = [];

    /// <summary>Submissions whose last attempt is over, until they have their result.</summary>
    private readonly Dictionary<Guid, (QueueEntry Entry, RetryCause Cause)> _givenUp = [];

    private bool _recovered;
    private long _recoveredAt;

    private async Task RecoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            Restore(await retries.ExecuteAsync(
                () => ReadIndexAsync(cancellationToken),
                Timeout.InfiniteTimeSpan,
                Transient.IsAny,
                exception =>
                {
                    // Whoever waits is told that it isn't readable now.
                    _firstReading.TrySetResult();
                    LogIndexUnreadable(exception, _shard);
                },
                cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Deactivated.
        }
        finally
        {
            _firstReading.TrySetResult();
        }
    }

    private async Task<List<QueueEntry>> ReadIndexAsync(CancellationToken cancellationToken)
    {
        List<QueueEntry> entries = [];
        await foreach (var entry in index.ReadAsync(_shard, cancellationToken))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private void Restore(List<QueueEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (_leases.Contains(entry.Id))
            {
                _leases.Describe(entry);
            }
            else if (entry.Attempts > 0)
            {
                _queue.Remove(entry.Id);
                _unclaimed.TryAdd(entry.Id, entry);
            }
            else
            {
                _queue.Enqueue(entry);
            }
        }

        _recovered = true;
        _recoveredAt = time.GetTimestamp();
        _unheard.UnionWith(membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && !_heard.Contains(member.SiloAddress))
            .Select(static member => member.SiloAddress));
        LogRecovered(_shard, _queue.Count, _unclaimed.Count, _leases.Count);
        ReleaseUnclaimed();
        Pump();
    }

    private void Heard(SiloAddress silo)
    {
        if (!_recovered)
        {
            _heard.Add(silo);
        }

        _unheard.Remove(silo);
        ReleaseUnclaimed();
    }

    /// <summary>Queues what nobody runs any more, once all who could run it have spoken or had the time to.</summary>
    private void ReleaseUnclaimed()
    {
        if (!_recovered || _unclaimed.Count == 0 || (_unheard.Count > 0 && time.GetElapsedTime(_recoveredAt) < _options.RecoveryGrace))
        {
            return;
        }

        // They were leased before all that waits: to the front, the oldest last and thus first.
        foreach (var entry in _unclaimed.Values.OrderByDescending(static entry => entry.CreatedAt).ToList())
        {
            Retry(entry, RetryCause.ExecutorLost);
        }

        _unclaimed.Clear();
    }

    private void GiveUp(QueueEntry entry, RetryCause cause)
    {
        LogGivenUp(entry.Id, entry.Attempts, cause);
        _givenUp[entry.Id] = (entry, cause);
        _ = ForgetAsync(FailAsync(entry, cause), entry.Id);
    }

    private async Task FailAsync(QueueEntry entry, RetryCause cause)
    {
        var submission = GrainFactory.GetGrain<ISubmissionGrain>(entry.Id);
        var counts = await submission.CompleteAsync(new SubmissionResult
        {
            Verdict = Verdict.InternalError,
            Attempts = entry.Attempts,
            FinishedAt = time.GetUtcNow(),
            Message = cause switch
            {
                RetryCause.ExecutorLost => $"It took its executor down {entry.Attempts} times.",
                RetryCause.Overloaded => $"The machine was too busy for it {entry.Attempts} times: it was ready to run, but got too little of the processors within its wall time.",
                _ => $"The engine failed to run it {entry.Attempts} times.",
            },
        });
        var overtakenBy = counts ? 0 : await FindOvertakingAsync(submission, entry.Id);
        if (!_givenUp.Remove(entry.Id))
        {
            return;
        }

        if (counts)
        {
            instruments.Finished(Verdict.InternalError);
        }
        else if (overtakenBy > entry.Attempts)
        {
            // Refused, as more attempts had begun than this dispatcher knew of: it can't leave the queue like that.
            Retry(entry with { Attempts = overtakenBy }, cause);
            Pump();
        }
    }

    /// <summary>The latest attempt of a submission that has no result; 0 when it has one, or does not exist.</summary>
    private async Task<int> FindOvertakingAsync(ISubmissionGrain submission, Guid id) =>
        await submission.GetAsync() is { Result: null } snapshot ? Math.Max(snapshot.Attempts, await index.GetAttemptsAsync(_shard, id)) : 0;

    /// <summary>Compares the index with the queue: what got lost is queued, what was left behind is removed.</summary>
    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (!_recovered || IsOutlived)
        {
            return;
        }

        try
        {
            foreach (var (entry, cause) in _givenUp.Values.ToList())
            {
                await FailAsync(entry, cause);
            }

            // A younger one may be just about to be stored.
            var youngest = time.GetUtcNow() - (_options.ReservationLifetime * 2);
            foreach (var entry in await ReadIndexAsync(cancellationToken))
            {
                if (!Knows(entry.Id) && entry.CreatedAt <= youngest)
                {
                    await SettleAsync(entry);
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogSweepFailed(exception, _shard);
        }
    }

    private async Task SettleAsync(QueueEntry entry)
    {
        var submission = await GrainFactory.GetGrain<ISubmissionGrain>(entry.Id).GetAsync();
        if (submission is null or { Result: not null })
        {
            await index.RemoveAsync(_shard, entry.Id);
            instruments.Found(SweepFinding.LeftBehind);
        }
        else if (!Knows(entry.Id))
        {
            LogFoundAgain(entry.Id);
            instruments.Found(SweepFinding.Lost);
            Retry(entry, RetryCause.ExecutorLost);
            Pump();
        }
    }
}
