using System.Collections.Immutable;

namespace CodeRunner.Sandbox.Readiness;

/// <summary>Whether this process can run submissions, and if not, why. It can change its mind more than once.</summary>
public sealed class SandboxReadiness
{
    private readonly Lock _gate = new();
    private ImmutableArray<string> _problems = ["The sandbox is starting."];
    private readonly SortedDictionary<string, string> _unavailable = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _warnings = new(StringComparer.Ordinal);
    private TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is in the way; empty when ready.</summary>
    public ImmutableArray<string> Reasons
    {
        get
        {
            lock (_gate)
            {
                return [.. _unavailable.Values, .. _problems];
            }
        }
    }

    /// <summary>What is not in the way yet, and may be soon.</summary>
    public ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate)
            {
                return [.. _warnings.Values];
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

    /// <summary>Says why there can be no sandboxes for now, or null when there can.</summary>
    /// <param name="source">Who says so; others' reasons stand beside it.</param>
    /// <param name="reason">A sentence.</param>
    internal void SetUnavailable(string source, string? reason)
    {
        lock (_gate)
        {
            Set(_unavailable, source, reason);
            Update();
        }
    }

    /// <summary>Says what may become a reason, or null when it won't.</summary>
    /// <param name="source">Who says so.</param>
    /// <param name="warning">A sentence.</param>
    internal void SetWarning(string source, string? warning)
    {
        lock (_gate)
        {
            Set(_warnings, source, warning);
        }
    }

    private static void Set(SortedDictionary<string, string> sentences, string source, string? sentence)
    {
        if (sentence is null)
            sentences.Remove(source);
        else
            sentences[source] = sentence;
    }

    private void Update()
    {
        if (_problems.IsEmpty && _unavailable.Count == 0)
            _ready.TrySetResult();
        else if (_ready.Task.IsCompleted)
            _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
