using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>How far a silo is with a lease; it only goes on, and may leave states out.</summary>
internal enum LocalLeaseState
{
    /// <summary>It came from a dispatcher.</summary>
    Received = 0,

    /// <summary>It was taken ahead, its submission is in memory, and any slot may begin it.</summary>
    Ready,

    /// <summary>A slot has it and is about to have it carried out.</summary>
    Taken,

    /// <summary>The executor carries it out, and it occupies its slot.</summary>
    Running,

    /// <summary>The sandbox is done with it; its result is being delivered.</summary>
    Delivering,

    /// <summary>Nothing is left to do but to say how it ended.</summary>
    Done,
}

/// <summary>
/// A lease of this silo from when it comes until its end. A slot, a cancel, and whoever hands leases back may all want it at the same moment: who
/// changes its state first has it. For use from any thread.
/// </summary>
/// <param name="lease">The lease.</param>
/// <param name="time">The clock.</param>
/// <param name="onTaken">For one that was taken before a slot was free for it: told once, when it waits no longer.</param>
internal sealed class LocalLease(Lease lease, TimeProvider time, Action? onTaken = null) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _renewedAt = time.GetTimestamp();
    private int _state;
    private int _reason;
    private volatile bool _mustYield;
    private ImmutableArray<TestResult> _finished = [];

    public Lease Lease => lease;

    public LocalLeaseState State => (LocalLeaseState)Volatile.Read(ref _state);

    /// <summary>When it came, as a timestamp of the clock.</summary>
    public long ReceivedAt { get; } = time.GetTimestamp();

    /// <summary>Whether it was taken before a slot was free for it.</summary>
    public bool IsAhead => onTaken is not null;

    /// <summary>Whether the executor carries it out.</summary>
    public bool IsCarriedOut => State is LocalLeaseState.Running or LocalLeaseState.Delivering;

    /// <summary>When its run began, as a timestamp of the clock; 0: not yet.</summary>
    public long BeganAt { get; private set; }

    /// <summary>Completes when the sandbox is done with it, while its result still has to be delivered; not when the run failed.</summary>
    public Task Freed => _freed.Task;

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Since when the dispatcher is known to count on this silo for it, as a timestamp of the clock.</summary>
    public long RenewedAt
    {
        get => Volatile.Read(ref _renewedAt);
        set => Volatile.Write(ref _renewedAt, value);
    }

    public RevocationReason Reason => (RevocationReason)Volatile.Read(ref _reason);

    /// <summary>The results of the tests that have ended, those of an earlier turn included.</summary>
    public ImmutableArray<TestResult> Finished => _finished;

    /// <summary>It may wait for a slot.</summary>
    /// <returns>False when it was cancelled or handed back meanwhile.</returns>
    public bool TryReady() => TryGo(LocalLeaseState.Ready, LocalLeaseState.Received);

    /// <summary>A slot takes it.</summary>
    /// <returns>False when another one has it, or it was cancelled or handed back.</returns>
    public bool TryTake() => TryStopWaiting(LocalLeaseState.Taken);

    /// <summary>It is not run, as no slot has taken it: a cancel, or it goes back.</summary>
    /// <returns>False when a slot has it.</returns>
    public bool TryWithdraw() => TryStopWaiting(LocalLeaseState.Done);

    /// <summary>The executor carries it out.</summary>
    /// <returns>False when another of its workers does, or it is over.</returns>
    public bool TryEnter() => TryGo(LocalLeaseState.Running, LocalLeaseState.Taken) || TryStopWaiting(LocalLeaseState.Running);

    /// <summary>The slot that took it does not have it carried out after all.</summary>
    /// <returns>False when the executor has it, or it is over.</returns>
    public bool TryGiveUp() => TryGo(LocalLeaseState.Done, LocalLeaseState.Taken);

    /// <summary>The request is here: its run begins.</summary>
    public void Begin() => BeganAt = time.GetTimestamp();

    /// <summary>Goes on where an earlier turn ended.</summary>
    public void Resume(ImmutableArray<TestResult> finished) => _finished = finished;

    /// <summary>A test has ended. A run that is to give its slot up stops here, unless nothing is left to be run.</summary>
    public void Finish(TestResult result, bool isLast)
    {
        _finished = _finished.Add(result);
        if (_mustYield && !isLast)
        {
            Stop(RevocationReason.Yielded);
        }
    }

    /// <summary>Has the run give its slot up when its test ends, and after <paramref name="grace"/> in the middle of it; null: not there.</summary>
    public void Yield(TimeSpan? grace)
    {
        _mustYield = true;
        if (grace is { } left)
        {
            _ = YieldAfterAsync(left);
        }
    }

    /// <summary>The sandbox is done with it: the slot may run something else.</summary>
    public void FreeSlot()
    {
        TryGo(LocalLeaseState.Delivering, LocalLeaseState.Running);
        _freed.TrySetResult();
    }

    /// <summary>Has its run stop.</summary>
    public void Stop(RevocationReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)RevocationReason.None) != (int)RevocationReason.None)
        {
            return;
        }

        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at this moment.
        }
    }

    /// <summary>Nobody asks for it any more.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _state, (int)LocalLeaseState.Done);
        _stop.Dispose();
    }

    private bool TryStopWaiting(LocalLeaseState next)
    {
        if (!TryGo(next, LocalLeaseState.Received) && !TryGo(next, LocalLeaseState.Ready))
        {
            return false;
        }

        onTaken?.Invoke();
        return true;
    }

    private bool TryGo(LocalLeaseState next, LocalLeaseState from) => Interlocked.CompareExchange(ref _state, (int)next, (int)from) == (int)from;

    private async Task YieldAfterAsync(TimeSpan grace)
    {
        await Task.WhenAny(Task.Delay(grace, time), Freed);
        if (State == LocalLeaseState.Running)
        {
            Stop(RevocationReason.Yielded);
        }
    }
}
