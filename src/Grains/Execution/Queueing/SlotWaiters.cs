using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Queueing;

/// <summary>A free slot that waits for work.</summary>
internal sealed class SlotWaiter(SiloAddress silo, ILeaseObserver observer)
{
    private readonly TaskCompletionSource<Lease?> _lease = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SiloAddress Silo => silo;

    public ILeaseObserver Observer => observer;

    public Task<Lease?> Lease => _lease.Task;

    public void Answer(Lease? lease) => _lease.TrySetResult(lease);
}

/// <summary>The free slots that wait, first come, first served.</summary>
internal sealed class SlotWaiters
{
    private readonly LinkedList<SlotWaiter> _waiters = [];

    public int Count => _waiters.Count;

    public SlotWaiter Add(SiloAddress silo, ILeaseObserver observer) => _waiters.AddLast(new SlotWaiter(silo, observer)).Value;

    public void Remove(SlotWaiter waiter) => _waiters.Remove(waiter);

    /// <summary>The slot that has waited longest; null when none waits.</summary>
    public SlotWaiter? Take()
    {
        var first = _waiters.First?.Value;
        if (first is not null)
        {
            _waiters.RemoveFirst();
        }

        return first;
    }

    /// <summary>Sends the slots of some silos away without work.</summary>
    public void Dismiss(Func<SiloAddress, bool> isGone)
    {
        foreach (var waiter in _waiters.Where(waiter => isGone(waiter.Silo)).ToList())
        {
            _waiters.Remove(waiter);
            waiter.Answer(null);
        }
    }
}
