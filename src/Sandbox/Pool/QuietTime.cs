namespace CodeRunner.Sandbox.Pool;

/// <summary>
/// Knows whether sandboxes are in use. Starting others is put off while they are, and for a moment after: between its compile and its run a submission has none.
/// </summary>
internal sealed class QuietTime(TimeProvider time, TimeSpan moment, Action onQuiet)
{
    private readonly Lock _gate = new();
    private int _inUse;
    private bool _isQuiet = true;

    /// <summary>Whether there is nothing to disturb.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (_gate)
            {
                return _isQuiet;
            }
        }
    }

    /// <summary>One is in use from now on, until a task has ended.</summary>
    public void Use(Task end)
    {
        lock (_gate)
        {
            _inUse++;
            _isQuiet = false;
        }

        _ = end.ContinueWith(_ => LeaveAsync(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task LeaveAsync()
    {
        lock (_gate)
        {
            if (--_inUse > 0)
                return;
        }

        await Task.Delay(moment, time);
        lock (_gate)
        {
            // Another may have come and gone meanwhile: then this is a little early.
            if (_inUse > 0 || _isQuiet)
                return;
            _isQuiet = true;
        }

        onQuiet();
    }
}
