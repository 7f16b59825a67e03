using CodeRunner.Contracts.Execution;

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
}

/// <summary>A lease that this silo carries out.</summary>
internal sealed class RunningLease(RunningLeases leases, SlotLease lease) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _renewedAt = lease.ReceivedAt;
    private int _reason;

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

    public void Dispose()
    {
        leases.Remove(this);
        _stop.Dispose();
    }
}
