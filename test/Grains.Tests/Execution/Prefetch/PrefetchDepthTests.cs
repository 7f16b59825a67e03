using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution.Prefetch;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Execution.Prefetch;

public sealed class PrefetchDepthTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(64, 128, 10, 10)]
    [InlineData(64, 128, 60, 61)]
    [InlineData(64, 128, 200, 63)]
    [InlineData(2, 4, 5, 0)]
    [InlineData(2, 100, 5, 1)]
    [InlineData(1, 1000, 200, 0)]
    public void Ahead_SlotsComeFree_IsAsManyAsInTheHandOverSeveralTimes(int slots, int freedPerSecond, int handOverMilliseconds, int expected)
    {
        var depth = DepthOf(slots, freedPerSecond, TimeSpan.FromMilliseconds(handOverMilliseconds));

        Assert.Equal(expected, depth.Ahead);
    }

    [Fact]
    public void Ahead_NoSlotComesFreeAnyMore_IsNone()
    {
        var depth = DepthOf(64, 128, TimeSpan.FromMilliseconds(200));

        for (var i = 0; i < 20; i++)
        {
            depth.Tick(Second);
        }

        Assert.Equal(0, depth.Ahead);
    }

    [Fact]
    public void Freed_LeaseTakenWhenFree_CountsTheTimeUntilItsRunBegan()
    {
        var depth = new PrefetchDepth(64, _time);
        var lease = new LocalLease(new Lease(Guid.NewGuid(), 1, 0), _time);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        lease.Begin();
        for (var i = 0; i < 100; i++)
        {
            depth.Freed(lease);
        }

        depth.Tick(Second);

        // 100 a second count half at first, in 100 ms, eight times over.
        Assert.Equal(40, depth.Ahead);
    }

    private PrefetchDepth DepthOf(int slots, int freedPerSecond, TimeSpan handOver)
    {
        var depth = new PrefetchDepth(slots, _time);
        var ahead = new LocalLease(new Lease(Guid.NewGuid(), 1, 0), _time, static () => { });
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < freedPerSecond; i++)
            {
                depth.Freed(ahead);
            }

            depth.HandedOver(handOver);
            depth.Tick(Second);
        }

        return depth;
    }
}
