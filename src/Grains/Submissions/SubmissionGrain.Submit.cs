using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Resilience;

namespace CodeRunner.Grains.Submissions;

/// <content>How a submission comes to be: a place in the queue first, then the stored rows, then the queue.</content>
internal sealed partial class SubmissionGrain
{
    /// <summary>How long a client waits for its submission to be in the queue, once it is stored; usually that takes a millisecond.</summary>
    private static readonly TimeSpan QueueingPatience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After that a failure to store is not undone: this silo may have been frozen meanwhile, and the submission been acknowledged by another that
    /// found it stored. Less than what the others take to declare a silo dead.
    /// </summary>
    private static readonly TimeSpan UndoneWithin = TimeSpan.FromSeconds(2);

    private Rejection StorageAway => new(RejectionReason.StorageUnavailable, _options.StorageRetryAfter, 0);

    /// <inheritdoc/>
    public async Task<Rejection?> SubmitAsync(SubmissionRequest request)
    {
        var beganAt = _time.GetTimestamp();
        var entry = new QueueEntry(_id, request.Client, request.Lane, 0, _time.GetUtcNow(), request.CompileAffinity());
        Rejection? rejection;
        try
        {
            var reserving = ReachAsync(() => Dispatcher.ReserveAsync(entry));
            await Task.WhenAll(reserving, LoadAsync());
            rejection = await reserving;
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, _id);
            await QuietlyAsync(() => Dispatcher.ReleaseAsync(_id));
            return StorageAway;
        }

        if (_outline is not null)
        {
            return await SentTwiceAsync(request, _outline);
        }

        var bytes = request.ContentBytes();
        rejection ??= await TakeRoomAsync(request.Client, bytes);
        if (rejection is not null)
        {
            // A refused one leaves nothing behind, in memory neither: who is refused tries again, with new ids and often.
            LetGoIfUnused();
            return rejection;
        }

        rejection = await StoreAsync(request, entry, beganAt);
        _clients.End(request.Client, bytes, isStored: rejection is null);
        return rejection;
    }

    /// <summary>What is stored counts, and the place that was just reserved may be one too many.</summary>
    private async Task<Rejection?> SentTwiceAsync(SubmissionRequest request, SubmissionRequest stored)
    {
        await QuietlyAsync(() => Dispatcher.ReleaseAsync(_id));
        return stored.Fingerprint == request.Fingerprint ? null : new Rejection(RejectionReason.KeyReused, TimeSpan.Zero, 0);
    }

    /// <summary>Takes room of what the client may have stored; where there is none, the place in the queue is given up.</summary>
    private async Task<Rejection?> TakeRoomAsync(string client, long bytes)
    {
        Rejection? rejection;
        try
        {
            rejection = await _clients.TryBeginAsync(client, bytes);
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, _id);
            rejection = StorageAway;
        }

        if (rejection is not null)
        {
            await QuietlyAsync(() => Dispatcher.ReleaseAsync(_id));
        }

        return rejection;
    }

    private async Task<Rejection?> StoreAsync(SubmissionRequest request, QueueEntry entry, long beganAt)
    {
        Task<bool>? writing = null;
        try
        {
            // The index first: what is in there without a request is found by the sweep, the opposite by nobody.
            var adding = _index.AddAsync(_shard, entry, request.ContentBytes());
            writing = _requestRow.TryWriteAsync(new RequestState { Request = request }, request.Client);
            await Task.WhenAll(adding, writing);
            if (!await writing)
            {
                return await JoinAsync(request);
            }
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, _id);
            await TakeBackAsync(entry, beganAt, isOthers: writing is { IsCompletedSuccessfully: true, Result: false });
            return StorageAway;
        }

        _instruments.Accepted(request.Lane);
        Remember(request);

        // From here on it is safe, and the client need not wait for a dispatcher that is moving: one that comes up finds it in the index.
        var queueing = QuietlyAsync(() => EnqueueAsync(entry));
        await Task.WhenAny(queueing, Task.Delay(QueueingPatience, _time));
        return null;
    }

    /// <summary>
    /// Takes the submission as another activation has stored it, of which this one did not know: one of them was on a silo that was declared dead. That
    /// one has it queued, and it may have its result.
    /// </summary>
    private async Task<Rejection?> JoinAsync(SubmissionRequest request)
    {
        await ReadRowsAsync();
        if (_outline is null)
        {
            // Gone between the two: too old to be kept.
            return StorageAway;
        }

        if (_result is not null)
        {
            await QuietlyAsync(() => _index.RemoveAsync(_shard, _id));
        }

        return await SentTwiceAsync(request, _outline);
    }

    /// <summary>
    /// Undoes what was stored of a submission that is refused. Where somebody may have acknowledged it meanwhile it is left to the sweep, which queues what
    /// is stored and removes what is not: who was refused may then find that it ran all the same.
    /// </summary>
    /// <param name="entry">The submission.</param>
    /// <param name="beganAt">When it came.</param>
    /// <param name="isOthers">Whether what is stored was stored by another activation.</param>
    private Task TakeBackAsync(QueueEntry entry, long beganAt, bool isOthers) => Task.WhenAll(
        isOthers || _time.GetElapsedTime(beganAt) >= UndoneWithin
            ? QuietlyAsync(() => _index.AddAsync(_shard, entry, bytes: 0))
            : Task.WhenAll(QuietlyAsync(() => _requestRow.ClearAsync()), QuietlyAsync(() => _index.RemoveAsync(_shard, _id))),
        QuietlyAsync(() => Dispatcher.ReleaseAsync(_id)));

    /// <summary>Tells the dispatcher, again and again if need be: only if this silo is lost too, before it could, is it left to the sweep.</summary>
    private async Task EnqueueAsync(QueueEntry entry)
    {
        var waiting = await _retries.ExecuteAsync(
            () => Dispatcher.EnqueueAsync(entry), Timeout.InfiniteTimeSpan, Transient.IsAny, exception => LogDispatcherAway(exception, _id), _stopping);
        if (waiting > _options.KeepWaitingInMemory)
        {
            LetGoUnlessWatched();
        }
    }

    /// <summary>Calls the dispatcher, which comes up elsewhere when its silo dies.</summary>
    private Task<T> ReachAsync<T>(Func<Task<T>> call) => _retries.ExecuteAsync(
        call, _options.DispatcherPatience, Transient.IsDelivery, exception => LogDispatcherAway(exception, _id), _stopping);

    /// <summary>Does what is worth trying but not worth failing for.</summary>
    private async Task QuietlyAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception)
        {
            LogLeftToSweep(exception, _id);
        }
    }
}
