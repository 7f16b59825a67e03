using CodeRunner.Grains.Queue;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class ThroughputTests
{
    private static readonly TimeSpan Fallback = TimeSpan.FromSeconds(5);

    [Fact]
    public void TimeToFree_NothingKnown_IsTheFallback() => Assert.Equal(Fallback, new Throughput(Fallback).TimeToFree(100));

    [Theory]
    [InlineData(100, 1, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(100, 1_000, 10)]
    [InlineData(10, 50, 5)]
    [InlineData(1, 1_000, 60)]
    [InlineData(1_000, 1, 1)]
    public void TimeToFree_SteadyRate_IsPlacesOverRateWithinBounds(int perSecond, int places, int expectedSeconds)
    {
        var throughput = new Throughput(Fallback);
        for (var second = 0; second < 100; second++)
        {
            for (var i = 0; i < perSecond; i++)
            {
                throughput.Granted();
            }

            throughput.Tick(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(throughput.TimeToFree(places).TotalSeconds, expectedSeconds, expectedSeconds + 1);
    }

    [Fact]
    public void Tick_NoTimePassed_ChangesNothing()
    {
        var throughput = new Throughput(Fallback);
        throughput.Granted();

        throughput.Tick(TimeSpan.Zero);

        Assert.Equal(Fallback, throughput.TimeToFree(1));
    }
}
