using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>A lease of this silo from when it comes until its run is entered, and the slot's view of that run.</summary>
/// <param name="lease">The lease.</param>
/// <param name="receivedAt">When it came, as a timestamp of the clock.</param>
/// <param name="onTaken">Told once, when it waits no longer.</param>
internal sealed class SlotLease(Lease lease, long receivedAt, Action? onTaken = null)
{
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public Lease Lease => lease;

    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long ReceivedAt => receivedAt;

    /// <summary>Whether it was taken before a slot was free for it.</summary>
    public bool IsAhead => onTaken is not null;

    /// <summary>When its run began, as a timestamp of the clock; 0: not yet.</summary>
    public long BeganAt { get; private set; }

    /// <summary>Completes when the sandbox is done with it, while its result still has to be delivered; not when the run failed.</summary>
    public Task Freed => _freed.Task;

    /// <summary>Decides who has it: a slot, a cancel, or whoever hands it back.</summary>
    public bool TryTake()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return false;
        }

        onTaken?.Invoke();
        return true;
    }

    /// <summary>Its run begins.</summary>
    public void Begin(long now) => BeganAt = now;

    /// <summary>The slot may run something else.</summary>
    public void Free() => _freed.TrySetResult();
}
