using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Submissions;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class EventLogTests
{
    [Fact]
    public void Append_Events_AreNumberedFromOne()
    {
        var log = Filled(3, maximumCount: 10);

        Assert.Equal([1L, 2, 3], log.ReadAfter(0).Select(happened => happened.Sequence));
        Assert.Equal(3, log.Last);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 3, 2)]
    [InlineData(5, 5, 0)]
    [InlineData(5, 9, 0)]
    public void ReadAfter_Sequence_GivesTheLaterOnes(int count, long after, int expected)
    {
        var log = Filled(count, maximumCount: 10);

        Assert.Equal(expected, log.ReadAfter(after).Count);
        Assert.Equal(0, log.MissedAfter(after));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(4, 3)]
    [InlineData(7, 0)]
    [InlineData(9, 0)]
    public void MissedAfter_CountBound_TellsHowManyWereDropped(long after, long expected)
    {
        var log = Filled(10, maximumCount: 3);

        Assert.Equal(expected, log.MissedAfter(after));
        Assert.Equal(3, log.ReadAfter(0).Count);
        Assert.Equal(8, log.ReadAfter(0)[0].Sequence);
    }

    [Fact]
    public void Append_ByteBound_DropsTheOldest()
    {
        var log = new EventLog(100, 25);
        for (var i = 0; i < 5; i++)
        {
            log.Append(new OutputWritten(1, OutputStream.Stdout, new Blob(new byte[10])));
        }

        Assert.Equal(2, log.Count);
        Assert.Equal(3, log.MissedAfter(0));
    }

    [Fact]
    public void Append_OneBeyondTheByteBound_IsKept()
    {
        var log = new EventLog(100, 5);
        log.Append(new OutputWritten(1, OutputStream.Stdout, new Blob(new byte[10])));

        Assert.Equal(1, log.Count);
    }

    [Fact]
    public void Clear_Events_KeepsTheNumber()
    {
        var log = Filled(3, maximumCount: 10);

        log.Clear();
        log.Append(new StateChanged(SubmissionState.Running, 1));

        Assert.Equal(4, Assert.Single(log.ReadAfter(0)).Sequence);
        Assert.Equal(3, log.MissedAfter(0));
    }

    private static EventLog Filled(int count, int maximumCount)
    {
        var log = new EventLog(maximumCount, long.MaxValue);
        for (var i = 0; i < count; i++)
        {
            log.Append(new ProgressMade(new Progress(i, count)));
        }

        return log;
    }
}
