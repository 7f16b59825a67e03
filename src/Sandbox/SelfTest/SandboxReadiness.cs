using System.Collections.Immutable;

namespace CodeRunner.Sandbox.SelfTest;

/// <summary>Whether this process can run submissions, and if not, why. It can change its mind more than once.</summary>
public sealed class SandboxReadiness
{
    private readonly Lock _gate = new();
    private ImmutableArray<string> _problems = ["The sandbox is starting."];
    private string? _unavailable;
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is in the way; empty when ready.</summary>
    public ImmutableArray<string> Reasons
    {
        get
        {
            lock (_gate)
            {
                return _unavailable is null ? _problems : _problems.Insert(0, _unavailable);
            }
        }
    }

    /// <summary>Ends when it is ready; who asks again later gets a task that may not have ended.</summary>
    public Task WhenReady
    {
        get
        {
            lock (_gate)
            {
                return _ready.Task;
            }
        }
    }

    /// <summary>Says what the start and the self-test have found.</summary>
    internal void Set(ImmutableArray<string> problems)
    {
        lock (_gate)
        {
            _problems = problems;
            Update();
        }
    }

    /// <summary>Says what sandboxes are made with is away, or null when it is there.</summary>
    internal void SetUnavailable(string? reason)
    {
        lock (_gate)
        {
            _unavailable = reason;
            Update();
        }
    }

    private void Update()
    {
        if (_problems.IsEmpty && _unavailable is null)
            _ready.TrySetResult();
        else if (_ready.Task.IsCompleted)
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
