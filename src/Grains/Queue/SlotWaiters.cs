using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Queue;

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

    /// <summary>The slot of <paramref name="preferred"/> that has waited longest, else of any silo; null when none waits.</summary>
    public SlotWaiter? Take(SiloAddress? preferred = null)
    {
        var waiter = (preferred is null ? null : _waiters.FirstOrDefault(waiter => waiter.Silo.Equals(preferred))) ?? _waiters.First?.Value;
        if (waiter is not null)
        {
            _waiters.Remove(waiter);
        }

        return waiter;
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
