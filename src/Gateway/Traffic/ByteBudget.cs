namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// A number of bytes that may be in the server at the same time, with a share for each client. Who finds no room waits for a while;
/// those who have waited longer come first, and nobody waits for another client that is at its own share.
/// </summary>
/// <param name="capacity">The bytes of all clients together.</param>
/// <param name="share">The most that one client may have. Something larger is taken as this much, so that it can be had at all.</param>
/// <param name="patience">How long one waits for room.</param>
/// <param name="time">The clock.</param>
internal sealed class ByteBudget(long capacity, long share, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _used = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiter> _waiters = [];
    private readonly long _share = Math.Min(share, capacity);
    private long _total;

    /// <summary>The most of one client.</summary>
    public long Share => _share;

    /// <summary>The most of all.</summary>
    public long Capacity => capacity;

    /// <summary>What is taken now.</summary>
    public long Used
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>Whether somebody waits for room.</summary>
    public bool IsWaitedFor
    {
        get
        {
            lock (_lock)
                return _waiters.Count > 0;
        }
    }

    /// <summary>Takes bytes; waits for them where there is no room.</summary>
    /// <returns>What gives them back; null when there was no room in time.</returns>
    /// <exception cref="OperationCanceledException">Nobody wants them any more.</exception>
    public async ValueTask<IDisposable?> TakeAsync(string client, long bytes, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(client, Math.Min(bytes, _share));
        lock (_lock)
        {
            waiter.Node = _waiters.AddLast(waiter);
            Grant();
        }

        try
        {
            await waiter.Granted.Task.WaitAsync(patience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (!GiveUp(waiter))
                return new Taken(this, waiter);
            if (exception is TimeoutException)
                return null;
            throw;
        }

        return new Taken(this, waiter);
    }

    /// <summary>Whether a client could have these bytes if nobody else had any: whether it is its own share that is full.</summary>
    public bool IsShareFull(string client, long bytes)
    {
        lock (_lock)
            return !FitsShare(client, Math.Min(bytes, _share));
    }

    private bool GiveUp(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Granted.Task.IsCompleted)
                return false;
            _waiters.Remove(waiter.Node!);

            // Those behind it may only have been waiting for it.
            Grant();
            return true;
        }
    }

    private void Return(Waiter taken)
    {
        lock (_lock)
        {
            _total -= taken.Bytes;
            var left = _used[taken.Client] - taken.Bytes;
            if (left == 0)
                _used.Remove(taken.Client);
            else
                _used[taken.Client] = left;
            Grant();
        }
    }

    private void Grant()
    {
        for (var node = _waiters.First; node is not null;)
        {
            var waiter = node.Value;
            var next = node.Next;
            if (FitsShare(waiter.Client, waiter.Bytes))
            {
                // What comes behind must not take the room that this one needs.
                if (_total + waiter.Bytes > capacity)
                    return;
                _total += waiter.Bytes;
                _used[waiter.Client] = _used.GetValueOrDefault(waiter.Client) + waiter.Bytes;
                _waiters.Remove(node);
                waiter.Granted.TrySetResult();
            }

            node = next;
        }
    }

    private bool FitsShare(string client, long bytes) => _used.GetValueOrDefault(client) + bytes <= _share;

    private sealed class Waiter(string client, long bytes)
    {
        public string Client => client;

        public long Bytes => bytes;

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Node { get; set; }
    }

    private sealed class Taken(ByteBudget budget, Waiter waiter) : IDisposable
    {
        private int _returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                budget.Return(waiter);
        }
    }
}
