using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Submissions;

/// <content>How a submission comes to be: a place in the queue first, then the stored rows, then the queue.</content>
internal sealed partial class SubmissionGrain
{
    private Rejection StorageAway => new(RejectionReason.StorageUnavailable, _options.StorageRetryAfter, 0);

    /// <inheritdoc/>
    public async Task<Rejection?> SubmitAsync(SubmissionRequest request)
    {
        var entry = new QueueEntry(_id, request.Client, request.Lane, 0, _time.GetUtcNow());
        Rejection? rejection;
        try
        {
            var reserving = Dispatcher.ReserveAsync(entry);
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
            // Sent twice. What is stored counts, and the place that was just reserved may be one too many.
            await QuietlyAsync(() => Dispatcher.ReleaseAsync(_id));
            return null;
        }

        return rejection ?? await StoreAsync(request, entry);
    }

    private async Task<Rejection?> StoreAsync(SubmissionRequest request, QueueEntry entry)
    {
        try
        {
            await Task.WhenAll(_requestRow.TryWriteAsync(new RequestState { Request = request }), _index.AddAsync(_shard, entry));
        }
        catch (Exception exception)
        {
            LogNotTaken(exception, _id);
            await Task.WhenAll(
                QuietlyAsync(() => _requestRow.ClearAsync()),
                QuietlyAsync(() => _index.RemoveAsync(_shard, _id)),
                QuietlyAsync(() => Dispatcher.ReleaseAsync(_id)));
            return StorageAway;
        }

        _instruments.Accepted(request.Lane);
        Remember(request);

        // From here on it is safe: if this fails, the dispatcher's sweep finds it in the index.
        await QuietlyAsync(() => Dispatcher.EnqueueAsync(entry));
        return null;
    }

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
