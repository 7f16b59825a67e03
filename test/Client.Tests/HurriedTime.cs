using System.Collections.Concurrent;

namespace CodeRunner.Client.Tests;

/// <summary>A clock whose waits are over at once. It keeps how long they would have been.</summary>
internal sealed class HurriedTime : TimeProvider
{
    // What ends requests and streams that hang, which no test here does.
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(45);

    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= _shortest || dueTime == Timeout.InfiniteTimeSpan)
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Waits.Enqueue(dueTime);
        _now += dueTime;
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
