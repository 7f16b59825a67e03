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
internal sealed class RunningLease(RunningLeases leases, Lease lease, long receivedAt) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private long _renewedAt = receivedAt;
    private int _reason;

    public Lease Lease => lease;

    /// <summary>Cancelled when the run is to stop.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Since when the dispatcher is known to count on this run, as a timestamp of the clock.</summary>
    public long RenewedAt
    {
        get => Volatile.Read(ref _renewedAt);
        set => Volatile.Write(ref _renewedAt, value);
    }

    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

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
