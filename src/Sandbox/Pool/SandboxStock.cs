namespace CodeRunner.Sandbox.Pool;

/// <summary>The sandboxes of one spec: those that stand by, those that start, and those who wait for one.</summary>
internal sealed class SandboxStock(SandboxSpec spec, int target, TimeSpan firstRetry)
{
    public SandboxSpec Spec => spec;

    public SandboxStage Stage => spec.Stage;

    public Queue<IWarmSandbox> Warm { get; } = new();

    public Queue<TaskCompletionSource<IWarmSandbox>> Waiters { get; } = new();

    public int Starting { get; set; }

    public TimeSpan Retry { get; set; } = firstRetry;

    /// <summary>Starts that have failed and are tried again later.</summary>
    public int Pausing { get; set; }

    /// <summary>How many are to be started besides those that start.</summary>
    public int Missing => target + Waiters.Count - Warm.Count - Starting;

    /// <summary>How many of those can't be put off: what somebody waits for, and one in reserve where more than one is kept.</summary>
    public int Urgent => Math.Min(1, target - 1) + Waiters.Count - Warm.Count - Starting;

    /// <summary>Gives one to whoever waits longest. False when nobody does; those who have given up are forgotten.</summary>
    public bool TryHand(IWarmSandbox sandbox)
    {
        while (Waiters.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult(sandbox))
                return true;
        }

        return false;
    }

    /// <summary>Tells all who wait that there will be none.</summary>
    public void Refuse(SandboxException exception)
    {
        while (Waiters.TryDequeue(out var waiter))
            waiter.TrySetException(exception);
    }

    /// <summary>Takes out all that stand by.</summary>
    public IWarmSandbox[] TakeAll()
    {
        var all = Warm.ToArray();
        Warm.Clear();
        return all;
    }

    /// <summary>Takes a certain one out of those that stand by. False when it isn't among them.</summary>
    public bool TryRemove(IWarmSandbox sandbox)
    {
        if (!Warm.Contains(sandbox))
            return false;
        var others = Warm.Where(other => other != sandbox).ToArray();
        Warm.Clear();
        Array.ForEach(others, Warm.Enqueue);
        return true;
    }
}
