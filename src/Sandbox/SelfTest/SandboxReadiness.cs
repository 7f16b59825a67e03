using System.Collections.Immutable;

namespace CodeRunner.Sandbox.SelfTest;

/// <summary>Whether this process can run submissions, and if not, why.</summary>
public sealed class SandboxReadiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Problems _problems = new(["The sandbox is starting."]);

    /// <summary>What is in the way; empty when ready.</summary>
    public ImmutableArray<string> Reasons => _problems.Reasons;

    /// <summary>Ends when it is ready.</summary>
    public Task WhenReady => _ready.Task;

    internal void Set(ImmutableArray<string> problems)
    {
        _problems = new Problems(problems);
        if (problems.IsEmpty)
            _ready.TrySetResult();
    }

    private sealed record Problems(ImmutableArray<string> Reasons);
}
