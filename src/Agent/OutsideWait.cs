namespace CodeRunner.Agent;

/// <summary>
/// Adds up for how long a command was ready to run while processes of others had the processors. It is a lower bound that nothing in the sandbox can
/// raise by itself. Between two looks at all tasks, a task that was runnable for so long (it ran or waited for a processor, as the kernel counted) was
/// kept from running by others than its own kind for at least that time less the CPU time that the whole sandbox used meanwhile. So who sleeps or
/// waits for another has waited for nobody's processor, and who waits behind threads of its own, or is throttled after using up its quota, has
/// that time taken off. The longest of all tasks counts for each interval.
/// </summary>
internal sealed class OutsideWait
{
    private Dictionary<int, long> _before = [];
    private Dictionary<int, long> _now = [];
    private long _group;
    private long _time;
    private long _longest;
    private long _debt;

    /// <summary>What was found so far, in nanoseconds.</summary>
    public long Total { get; private set; }

    /// <summary>A command begins.</summary>
    /// <param name="group">CPU time that the sandbox has used so far, in nanoseconds.</param>
    /// <param name="time">The monotonic clock, in nanoseconds.</param>
    public void Begin(long group, long time)
    {
        _before.Clear();
        _now.Clear();
        (_group, _time, _longest, _debt, Total) = (group, time, 0, 0, 0);
    }

    /// <summary>Notes a task during a look.</summary>
    /// <param name="task">Its thread id.</param>
    /// <param name="ran">How long it has run since it began, in nanoseconds.</param>
    /// <param name="waited">How long it has been runnable without running, likewise.</param>
    public void Add(int task, long ran, long waited)
    {
        var runnable = ran + waited;
        // A smaller figure than before is that of another task with the same number, which began since.
        var since = _before.TryGetValue(task, out var last) && last <= runnable ? runnable - last : runnable;
        _longest = Math.Max(_longest, since);
        _now[task] = runnable;
    }

    /// <summary>Ends a look at all tasks.</summary>
    /// <param name="group">CPU time that the sandbox has used so far, the agent's included; at least what the tasks said.</param>
    /// <param name="time">The monotonic clock.</param>
    public void EndLook(long group, long time)
    {
        var interval = Math.Max(0, time - _time);
        var found = Math.Min(_longest, interval) - Math.Max(0, group - _group) + _debt;
        Total += Math.Max(0, found);
        // Who uses several processors at a time is throttled afterwards, which may be in the next interval.
        _debt = Math.Clamp(found, -interval, 0);
        (_before, _now) = (_now, _before);
        _now.Clear();
        (_group, _time, _longest) = (group, time, 0);
    }
}
