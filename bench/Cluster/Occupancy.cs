using System.Diagnostics;

namespace CodeRunner.Bench.Cluster;

/// <summary>
/// How busy the slots are, over the time: from the moment when as many runs have begun as there are slots, until the last of the
/// expected runs begins, which is when nothing waits any more. For use from any thread.
/// </summary>
internal sealed class Occupancy(int slots, int jobs)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _busy;
    private int _began;
    private int _ended;
    private double _busySeconds;
    private double _last;
    private double? _from;
    private double? _until;
    private int _beganBefore;

    /// <summary>Ends when all have ended.</summary>
    public Task Done => _done.Task;

    /// <summary>Busy slots over all slots, while work waited.</summary>
    public double Busy => _busySeconds / (slots * Seconds);

    /// <summary>Runs begun a second, while work waited.</summary>
    public double PerSecond => (_began - _beganBefore) / Seconds;

    private double Seconds => _until - _from is { } seconds and > 0 ? seconds : throw new BenchException("There were too few jobs to fill the slots.");

    public void Begin()
    {
        lock (_lock)
        {
            var now = Advance();
            _busy++;
            _began++;
            if (_began == slots)
                (_from, _beganBefore) = (now, _began);
            if (_began == jobs)
                _until = now;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            Advance();
            _busy--;
            if (++_ended == jobs)
                _done.TrySetResult();
        }
    }

    private double Advance()
    {
        var now = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        if (_from is not null && _until is null)
            _busySeconds += _busy * (now - _last);
        return _last = now;
    }
}
