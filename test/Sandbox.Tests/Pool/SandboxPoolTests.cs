using CodeRunner.Contracts;
using CodeRunner.Sandbox.Pool;
using CodeRunner.Sandbox.Tests.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Sandbox.Tests.Pool;

public sealed class SandboxPoolTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeStarter _starter = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SandboxPool _pool;

    public SandboxPoolTests()
    {
        var options = Options.Create(new SandboxOptions { WarmCompile = 1, WarmRun = 2, ParallelStarts = 2 });
        _pool = new SandboxPool(_starter, options, Instruments.Create(), _time, NullLogger<SandboxPool>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _starter.Release();
        await _pool.DisposeAsync();
    }

    [Fact]
    public async Task Warm_Target_IsStartedAndNoMore()
    {
        _starter.Release();
        _pool.Warm();

        await _starter.StartedAsync(3).WaitAsync(Patience);
        Assert.Equal(1, _starter.All.Count(static sandbox => sandbox.Stage == SandboxStage.Compile));
        Assert.Equal(2, _starter.All.Count(static sandbox => sandbox.Stage == SandboxStage.Run));
    }

    [Fact]
    public async Task WhenDead_WarmOne_IsReplacedBeforeAnybodyWantsIt()
    {
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);
        var dead = _starter.All.First(static sandbox => sandbox.Stage == SandboxStage.Run);

        dead.Die();

        await _starter.StartedAsync(4).WaitAsync(Patience);
        Assert.Equal(3, _starter.All.Count(static sandbox => sandbox.Stage == SandboxStage.Run));
    }

    [Fact]
    public async Task RentAsync_WarmOne_IsGivenAtOnceAndReplaced()
    {
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);

        var sandbox = await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience);

        Assert.Contains((FakeSandbox)sandbox, _starter.All.Take(3));
        await _starter.StartedAsync(4).WaitAsync(Patience);
    }

    [Fact]
    public async Task RentAsync_NoneWarm_WaitsForTheNext()
    {
        var rent = _pool.RentAsync(SandboxStage.Compile, CancellationToken.None).AsTask();
        Assert.False(rent.IsCompleted);

        _starter.Release();

        Assert.Equal(SandboxStage.Compile, ((FakeSandbox)await rent.WaitAsync(Patience)).Stage);
    }

    [Fact]
    public async Task RentAsync_ManyAtOnce_EachGetsItsOwn()
    {
        _starter.Release();

        var rents = Enumerable.Range(0, 50).Select(_ => _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask()).ToArray();
        var sandboxes = await Task.WhenAll(rents).WaitAsync(Patience);

        Assert.Equal(50, sandboxes.Distinct().Count());
    }

    [Fact]
    public async Task RentAsync_NeverMoreStartsAtATimeThanAllowed()
    {
        var rents = Enumerable.Range(0, 20).Select(_ => _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask()).ToArray();
        await _starter.WaitingAsync(2).WaitAsync(Patience);

        _starter.Release();
        await Task.WhenAll(rents).WaitAsync(Patience);

        Assert.Equal(2, _starter.MostAtATime);
    }

    [Fact]
    public async Task RentAsync_WarmOneHasDied_AnotherIsGivenAndTheDeadDisposed()
    {
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);
        var dead = _starter.All.Where(static sandbox => sandbox.Stage == SandboxStage.Run).ToArray();
        Array.ForEach(dead, static sandbox => sandbox.IsAlive = false);

        var sandbox = await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience);

        Assert.True(((FakeSandbox)sandbox).IsAlive);
        Assert.All(dead, static gone => Assert.True(gone.IsDisposed));
    }

    [Fact]
    public async Task RentAsync_Cancelled_LeavesTheSandboxToTheNext()
    {
        using var cancel = new CancellationTokenSource();
        var first = _pool.RentAsync(SandboxStage.Run, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        _starter.Release();

        Assert.NotNull(await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task RentAsync_StartFails_TellsWhoWaitsAndTriesAgainLater()
    {
        _starter.Failure = new SandboxException("no room");
        _starter.Release();
        await Assert.ThrowsAsync<SandboxException>(() => _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience));

        _starter.Failure = null;
        var rent = _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask();

        Assert.NotNull(await rent.WaitAsync(Patience));
    }

    [Fact]
    public async Task RentAsync_CostlyStarts_OnlyWhatCantWaitBeginsWhileSomethingRuns()
    {
        var rented = await RentThreeOfCostlyAsync();

        // The second left none in reserve, the third had to be waited for; that is all.
        await _starter.StartedAsync(5).WaitAsync(Patience);
        Assert.Equal(5, _starter.Asked);
        foreach (var sandbox in rented)
            await sandbox.DisposeAsync();
        Assert.Equal(5, _starter.Asked);
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await _starter.StartedAsync(6).WaitAsync(Patience);
    }

    [Fact]
    public async Task RentAsync_CostlyStartsAndALongRun_TheRestFollowsOneByOne()
    {
        _starter.StartsAreCostly = true;
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);

        var run = await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience);
        var compile = await _pool.RentAsync(SandboxStage.Compile, CancellationToken.None).AsTask().WaitAsync(Patience);
        Assert.Equal(3, _starter.Asked);

        _starter.Hold();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        await _starter.WaitingAsync(1).WaitAsync(Patience);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(4, _starter.Asked);
        _starter.Release();
        await _starter.StartedAsync(4).WaitAsync(Patience);
        await run.DisposeAsync();
        await compile.DisposeAsync();
    }

    [Fact]
    public async Task RentAsync_CheapStarts_ReplacesAtOnce()
    {
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);

        for (var count = 0; count < 3; count++)
            await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience);

        await _starter.StartedAsync(6).WaitAsync(Patience);
    }

    [Fact]
    public async Task RentAsync_CostlyStartFails_IsNotTriedAgainBeforeItsTime()
    {
        _starter.StartsAreCostly = true;
        _starter.Failure = new SandboxException("no room");
        _starter.Release();
        await Assert.ThrowsAsync<SandboxException>(() => _pool.RentAsync(SandboxStage.Compile, CancellationToken.None).AsTask().WaitAsync(Patience));
        await _starter.FailedAsync(1).WaitAsync(Patience);

        _time.Advance(TimeSpan.FromMilliseconds(99));

        Assert.Equal(1, _starter.Asked);
    }

    private async Task<ISandbox[]> RentThreeOfCostlyAsync()
    {
        _starter.StartsAreCostly = true;
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);
        var rented = new ISandbox[3];
        for (var i = 0; i < rented.Length; i++)
            rented[i] = await _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask().WaitAsync(Patience);
        return rented;
    }

    [Fact]
    public async Task DisposeAsync_WarmOnes_AreDisposed()
    {
        _starter.Release();
        _pool.Warm();
        await _starter.StartedAsync(3).WaitAsync(Patience);

        await _pool.DisposeAsync();

        Assert.All(_starter.All, static sandbox => Assert.True(sandbox.IsDisposed));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _pool.RentAsync(SandboxStage.Run, CancellationToken.None).AsTask());
    }
}
