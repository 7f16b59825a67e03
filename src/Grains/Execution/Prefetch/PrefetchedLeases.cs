using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;

namespace CodeRunner.Grains.Execution.Prefetch;

/// <summary>Leases that any slot of this silo may begin, and the slots that wait for one. For use from any thread.</summary>
internal sealed class PrefetchedLeases(TimeProvider time)
{
    /// <summary>After that a batch one is no longer passed by interactive ones: how much of each lane is run is the dispatcher's decision.</summary>
    internal static readonly TimeSpan BatchPatience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Queue<LocalLease> _interactive = [];
    private readonly Queue<LocalLease> _batch = [];
    private readonly LinkedList<TaskCompletionSource<LocalLease>> _idle = [];

    /// <summary>Gives a lease to the slot that has waited longest, or keeps it until one is free.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="lane">Its lane, if that is known.</param>
    public void Put(LocalLease lease, Lane? lane)
    {
        lock (_lock)
        {
            if (_idle.First is not { } idle)
            {
                if (lease.TryReady())
                {
                    (lane == Lane.Interactive ? _interactive : _batch).Enqueue(lease);
                }
            }
            else if (lease.TryTake())
            {
                _idle.Remove(idle);
                idle.Value.SetResult(lease);
            }
        }
    }

    /// <summary>Takes the lease that has waited longest, of the interactive ones if there are some; null when none is ready.</summary>
    public LocalLease? TryTake()
    {
        lock (_lock)
        {
            var isBatchFirst = _batch.TryPeek(out var oldest) && time.GetElapsedTime(oldest.ReceivedAt) >= BatchPatience;
            return isBatchFirst ? TryTake(_batch) ?? TryTake(_interactive) : TryTake(_interactive) ?? TryTake(_batch);
        }
    }

    /// <summary>Takes a lease as soon as there is one, or waits until <paramref name="over"/> ends; then null.</summary>
    public async Task<LocalLease?> TakeAsync(Task over)
    {
        LinkedListNode<TaskCompletionSource<LocalLease>> idle;
        lock (_lock)
        {
            if (TryTake() is { } lease)
            {
                return lease;
            }

            idle = _idle.AddLast(new TaskCompletionSource<LocalLease>(TaskCreationOptions.RunContinuationsAsynchronously));
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

    private static LocalLease? TryTake(Queue<LocalLease> leases)
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
