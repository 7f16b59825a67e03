using CodeRunner.Grains.Execution.Slots;

namespace CodeRunner.Grains.Execution.Prefetch;

/// <summary>
/// How often slots come free, how long it takes until the next lease is ready, and so how many leases to take ahead. For use from
/// any thread.
/// </summary>
/// <param name="slots">How many slots there are.</param>
/// <param name="time">The clock.</param>
internal sealed class PrefetchDepth(int slots, TimeProvider time)
{
    /// <summary>Slots that began together come free together, so the mean is not enough.</summary>
    internal const int Margin = 8;

    private const double Smoothing = 0.5;

    /// <summary>What took longer was an outage.</summary>
    private static readonly TimeSpan LongestHandOver = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private int _freed;
    private double _freedPerSecond;
    private double _handOverSeconds;

    /// <summary>
    /// Leases to take ahead: as many as slots come free while one gets ready, several times over; always fewer than slots, so that what is leased last
    /// is begun when those that run now have ended. None where slots are few or runs are long.
    /// </summary>
    public int Ahead
    {
        get
        {
            lock (_lock)
            {
                return (int)Math.Min(slots - 1, _freedPerSecond * _handOverSeconds * Margin);
            }
        }
    }

    /// <summary>A slot came free of a run.</summary>
    public void Freed(LocalLease lease)
    {
        Interlocked.Increment(ref _freed);
        if (!lease.IsAhead && lease.BeganAt > 0)
        {
            // Only what came after the lease: the time before may have been spent on waiting for work.
            HandedOver(time.GetElapsedTime(lease.ReceivedAt, lease.BeganAt));
        }
    }

    /// <summary>A lease was ready so long after a slot came free for it.</summary>
    public void HandedOver(TimeSpan taken)
    {
        lock (_lock)
        {
            _handOverSeconds += Smoothing * (Math.Min(taken.TotalSeconds, LongestHandOver.TotalSeconds) - _handOverSeconds);
        }
    }

    /// <summary>Takes the slots that came free in the last <paramref name="elapsed"/> into account.</summary>
    public void Tick(TimeSpan elapsed)
    {
        if (elapsed > TimeSpan.Zero)
        {
            lock (_lock)
            {
                _freedPerSecond += Smoothing * ((Interlocked.Exchange(ref _freed, 0) / elapsed.TotalSeconds) - _freedPerSecond);
            }
        }
    }
}
