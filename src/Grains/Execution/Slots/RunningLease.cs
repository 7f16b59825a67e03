using System.Collections.Immutable;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Why a run was stopped from outside. The first reason wins.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The submission has its result, or the lease is another silo's.</summary>
    Revoked,

    /// <summary>The silo stops, or can't say any more that it lives: somebody else should run it.</summary>
    HandedBack,

    /// <summary>It gives its slot up for others, and goes on later.</summary>
    Yielded,
}

/// <summary>A lease that this silo carries out.</summary>
internal sealed class RunningLease(RunningLeases leases, SlotLease lease, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _renewedAt = lease.ReceivedAt;
    private int _reason;
    private volatile bool _mustYield;
    private ImmutableArray<TestResult> _finished = [];

    public Lease Lease => lease.Lease;

    /// <summary>Whether it occupies its slot; else only its result is being delivered.</summary>
    public bool IsInSlot => !lease.Freed.IsCompleted;

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Since when the dispatcher is known to count on this run, as a timestamp of the clock.</summary>
    public long RenewedAt
    {
        get => Volatile.Read(ref _renewedAt);
        set => Volatile.Write(ref _renewedAt, value);
    }

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>The results of the tests that have ended, those of an earlier turn included.</summary>
    public ImmutableArray<TestResult> Finished => _finished;

    /// <summary>Goes on where an earlier turn ended.</summary>
    public void Resume(ImmutableArray<TestResult> finished) => _finished = finished;

    /// <summary>A test has ended. A run that is to give its slot up stops here, unless nothing is left to be run.</summary>
    public void Finish(TestResult result, bool isLast)
    {
        _finished = _finished.Add(result);
        if (_mustYield && !isLast)
        {
            Stop(StopReason.Yielded);
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

    /// <summary>The request is here: its run begins.</summary>
    public void Begin(long now) => lease.Begin(now);

    /// <summary>The sandbox is done with it: the slot may run something else.</summary>
    public void FreeSlot() => lease.Free();

    public void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None)
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

    private async Task YieldAfterAsync(TimeSpan grace)
    {
        await Task.WhenAny(Task.Delay(grace, time), lease.Freed);
        if (IsInSlot)
        {
            Stop(StopReason.Yielded);
        }
    }

    public void Dispose()
    {
        leases.Remove(this);
        _stop.Dispose();
    }
}
