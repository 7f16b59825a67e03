namespace CodeRunner.Client.Transport;

/// <summary>A time that began when this was made.</summary>
internal sealed class Deadline(TimeSpan within, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeSpan Time => within;

    public bool IsOver => within != Timeout.InfiniteTimeSpan && time.GetElapsedTime(_start) >= within;

    /// <summary>Whole seconds, rounded up: so long, but no longer than is left.</summary>
    public int Cut(TimeSpan wait)
    {
        var left = within == Timeout.InfiniteTimeSpan ? wait : within - time.GetElapsedTime(_start);
        return Math.Max(0, (int)Math.Ceiling((left < wait ? left : wait).TotalSeconds));
    }
}
