using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Leases that any slot of this silo may begin, and the slots that wait for one. For use from any thread.</summary>
internal sealed class ReadyLeases(TimeProvider time)
{
    /// <summary>After that a batch one is no longer passed by interactive ones: how much of each lane is run is the dispatcher's decision.</summary>
    internal static readonly TimeSpan BatchPatience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Queue<SlotLease> _interactive = [];
    private readonly Queue<SlotLease> _batch = [];
    private readonly LinkedList<TaskCompletionSource<SlotLease>> _idle = [];

    /// <summary>Gives a lease to the slot that has waited longest, or keeps it until one is free.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="lane">Its lane, if that is known.</param>
    public void Put(SlotLease lease, Lane? lane)
    {
        lock (_lock)
        {
            if (_idle.First is not { } idle)
            {
                (lane == Lane.Interactive ? _interactive : _batch).Enqueue(lease);
            }
            else if (lease.TryTake())
            {
                _idle.Remove(idle);
                idle.Value.SetResult(lease);
            }
        }
    }

    /// <summary>Takes the lease that has waited longest, of the interactive ones if there are some; null when none is ready.</summary>
    public SlotLease? TryTake()
    {
        lock (_lock)
        {
            var isBatchFirst = _batch.TryPeek(out var oldest) && time.GetElapsedTime(oldest.ReceivedAt) >= BatchPatience;
            return isBatchFirst ? TryTake(_batch) ?? TryTake(_interactive) : TryTake(_interactive) ?? TryTake(_batch);
        }
    }

    /// <summary>Takes a lease as soon as there is one, or waits until <paramref name="over"/> ends; then null.</summary>
    public async Task<SlotLease?> TakeAsync(Task over)
    {
        LinkedListNode<TaskCompletionSource<SlotLease>> idle;
        lock (_lock)
        {
            if (TryTake() is { } lease)
            {
                return lease;
            }

            idle = _idle.AddLast(new TaskCompletionSource<SlotLease>(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await Task.WhenAny(idle.Value.Task, over);
        lock (_lock)
        {
            if (!idle.Value.Task.IsCompleted)
            {
                _idle.Remove(idle);
                return null;
            }
        }

        return await idle.Value.Task;
    }

    private static SlotLease? TryTake(Queue<SlotLease> leases)
    {
        while (leases.TryDequeue(out var lease))
        {
            // Else it was cancelled or handed back.
            if (lease.TryTake())
            {
                return lease;
            }
        }

        return null;
    }
}
