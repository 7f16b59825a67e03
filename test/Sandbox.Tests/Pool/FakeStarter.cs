namespace CodeRunner.Sandbox.Tests.Pool;

/// <summary>Starts sandboxes when a test says so.</summary>
internal sealed class FakeStarter : ISandboxStarter
{
    private TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<FakeSandbox> _all = [];
    private readonly List<(Func<bool> Condition, TaskCompletionSource Done)> _watchers = [];
    private int _waiting;
    private int _failed;

    public string Description => "fake";

    public SandboxException? Failure { get; set; }

    public int MostAtATime { get; private set; }

    public IReadOnlyList<FakeSandbox> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public string Toolchain => string.Empty;

    public bool SharesFolder => false;

    public bool StartsAreCostly { get; set; }

    /// <summary>Starts that were asked for.</summary>
    public int Asked { get; private set; }

    public void Release() => _gate.TrySetResult();

    /// <summary>Starts last until the next <see cref="Release"/>.</summary>
    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartedAsync(int count) => When(() => _all.Count >= count);

    public Task FailedAsync(int count) => When(() => _failed >= count);

    public Task WaitingAsync(int count) => When(() => _waiting >= count);

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public SandboxSpec SpecOf(SandboxStage stage, string language) => new(stage);

    public async Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        Change(() =>
        {
            Asked++;
            MostAtATime = Math.Max(MostAtATime, ++_waiting);
        });
        await _gate.Task.WaitAsync(cancellationToken);
        var sandbox = new FakeSandbox(spec.Stage);
        Change(() => _waiting--);
        if (Failure is { } failure)
        {
            Change(() => _failed++);
            throw failure;
        }

        Change(() => _all.Add(sandbox));
        return sandbox;
    }

    private Task When(Func<bool> condition)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Change(() => _watchers.Add((condition, done)));
        return done.Task;
    }

    private void Change(Action action)
    {
        lock (_lock)
        {
            action();
            foreach (var (condition, done) in _watchers)
            {
                if (condition())
                    done.TrySetResult();
            }
        }
    }
}
