using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution.Slots;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Execution.Slots;

public sealed class SlotPaceTests
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
        var pace = PaceOf(slots, freedPerSecond, TimeSpan.FromMilliseconds(handOverMilliseconds));

        Assert.Equal(expected, pace.Ahead);
    }

    [Fact]
    public void Ahead_NoSlotComesFreeAnyMore_IsNone()
    {
        var pace = PaceOf(64, 128, TimeSpan.FromMilliseconds(200));

        for (var i = 0; i < 20; i++)
        {
            pace.Tick(Second);
        }

        Assert.Equal(0, pace.Ahead);
    }

    [Fact]
    public void Freed_LeaseTakenWhenFree_CountsTheTimeUntilItsRunBegan()
    {
        var pace = new SlotPace(64, _time);
        var lease = new SlotLease(new Lease(Guid.NewGuid(), 1, 0), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromMilliseconds(100));
        lease.Begin(_time.GetTimestamp());
        for (var i = 0; i < 100; i++)
        {
            pace.Freed(lease);
        }

        pace.Tick(Second);

        // 100 a second count half at first, in 100 ms, eight times over.
        Assert.Equal(40, pace.Ahead);
    }

    private SlotPace PaceOf(int slots, int freedPerSecond, TimeSpan handOver)
    {
        var pace = new SlotPace(slots, _time);
        var ahead = new SlotLease(new Lease(Guid.NewGuid(), 1, 0), _time.GetTimestamp(), static () => { });
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < freedPerSecond; i++)
            {
                pace.Freed(ahead);
            }

            pace.HandedOver(handOver);
            pace.Tick(Second);
        }

        return pace;
    }
}
