namespace CodeRunner.Grains.Execution.Slots;

/// <summary>Something that one task waits for and that any thread can set.</summary>
internal sealed class Signal
{
    private volatile TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is set.</summary>
    public Task Task => _set.Task;

    /// <summary>Whether it is set.</summary>
    public bool IsSet => _set.Task.IsCompleted;

    /// <summary>Sets it; does nothing when it is set.</summary>
    public void Set() => _set.TrySetResult();

    /// <summary>Makes it unset, for those who wait from now on.</summary>
    public void Reset()
    {
        if (IsSet)
        {
            _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
