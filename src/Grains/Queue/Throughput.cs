namespace CodeRunner.Grains.Queue;

/// <summary>How many leases a second were given lately, and how long a place in the queue therefore takes to come free.</summary>
internal sealed class Throughput(TimeSpan fallback)
{
    private const double Smoothing = 0.2;
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Maximum = TimeSpan.FromMinutes(1);

    private int _granted;
    private double _perSecond;

    public void Granted() => _granted++;

    /// <summary>Takes what was granted in the last <paramref name="elapsed"/> into account.</summary>
    public void Tick(TimeSpan elapsed)
    {
        if (elapsed > TimeSpan.Zero)
        {
            _perSecond += Smoothing * ((_granted / elapsed.TotalSeconds) - _perSecond);
            _granted = 0;
        }
    }

    /// <summary>When so many places should be free, between 1 s and 1 min; the fallback while nothing is known.</summary>
    public TimeSpan TimeToFree(int places)
    {
        var seconds = places / _perSecond;
        return double.IsFinite(seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), Minimum.TotalSeconds, Maximum.TotalSeconds))
            : fallback;
    }
}
