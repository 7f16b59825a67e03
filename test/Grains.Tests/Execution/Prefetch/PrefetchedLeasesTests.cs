using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Prefetch;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Execution.Prefetch;

public sealed class PrefetchedLeasesTests
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly FakeTimeProvider _time = new();
    private readonly PrefetchedLeases _ready;

    public PrefetchedLeasesTests() => _ready = new(_time);

    [Fact]
    public void TryTake_BothLanes_GivesInteractiveOnesFirst()
    {
        var (batch, first, second) = (Lease(), Lease(), Lease());
        _ready.Put(batch, Lane.Batch);
        _ready.Put(first, Lane.Interactive);
        _ready.Put(second, Lane.Interactive);

        Assert.Equal([first, second, batch, null], [_ready.TryTake(), _ready.TryTake(), _ready.TryTake(), _ready.TryTake()]);
    }

    [Fact]
    public void TryTake_BatchOneHasWaitedLong_GivesItFirst()
    {
        var batch = Lease();
        _ready.Put(batch, Lane.Batch);
        _time.Advance(PrefetchedLeases.BatchPatience);
        _ready.Put(Lease(), Lane.Interactive);

        Assert.Same(batch, _ready.TryTake());
    }

    [Fact]
    public void TryTake_CancelledMeanwhile_IsLeftOut()
    {
        var (cancelled, other) = (Lease(), Lease());
        _ready.Put(cancelled, null);
        _ready.Put(other, null);
        cancelled.TryTake();

        Assert.Same(other, _ready.TryTake());
    }

    [Fact]
    public async Task Put_SlotsWait_GivesItToTheFirstOfThem()
    {
        var first = _ready.TakeAsync(Never);
        var second = _ready.TakeAsync(Never);
        var (one, other) = (Lease(), Lease());

        _ready.Put(one, null);

        Assert.Same(one, await first);
        Assert.False(second.IsCompleted);
        _ready.Put(other, null);
        Assert.Same(other, await second);
    }

    [Fact]
    public async Task TakeAsync_Over_GivesNullAndLeavesTheNextOneToOthers()
    {
        var over = new TaskCompletionSource();
        var taking = _ready.TakeAsync(over.Task);
        over.SetResult();
        Assert.Null(await taking);
        var lease = Lease();

        _ready.Put(lease, null);

        Assert.Same(lease, _ready.TryTake());
    }

    private LocalLease Lease() => new(new Lease(Guid.NewGuid(), 1, 0), _time);
}
