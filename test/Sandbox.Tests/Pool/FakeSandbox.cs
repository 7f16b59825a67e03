using CodeRunner.Contracts;

namespace CodeRunner.Sandbox.Tests.Pool;

/// <summary>One that lives until a test, or the pool, ends it.</summary>
internal sealed class FakeSandbox(SandboxStage stage) : IWarmSandbox
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // What follows has happened when DisposeAsync returns.
    private readonly TaskCompletionSource _disposal = new();

    public SandboxStage Stage => stage;

    public Task WhenDead => _dead.Task;

    public Task WhenDisposed => _disposal.Task;

    public bool IsAlive { get; set; } = true;

    public bool IsDisposed { get; private set; }

    public Task PutAsync(SandboxFile file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Die()
    {
        IsAlive = false;
        _dead.TrySetResult();
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        _dead.TrySetResult();
        _disposal.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
