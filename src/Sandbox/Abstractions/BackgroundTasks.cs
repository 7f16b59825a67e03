namespace CodeRunner.Sandbox;

/// <summary>Tasks that nobody awaits one by one; whoever ends awaits all that are left.</summary>
internal sealed class BackgroundTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    /// <summary>Remembers one for as long as it runs.</summary>
    public void Add(Task task)
    {
        lock (_gate)
        {
            _tasks.Add(task);
        }

        _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Ends when all that run now have ended; fails as they did.</summary>
    public Task WhenAll()
    {
        lock (_gate)
        {
            return Task.WhenAll(_tasks);
        }
    }

    private void Remove(Task task)
    {
        lock (_gate)
        {
            _tasks.Remove(task);
        }
    }
}
