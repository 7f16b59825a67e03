using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;

namespace CodeRunner.Grains.Tests.Execution.Slots;

public sealed class EventBufferTests
{
    [Fact]
    public void Write_SameStream_BecomesOneEvent()
    {
        var buffer = new EventBuffer(100, 100);
        buffer.Write(1, OutputStream.Stdout, "ab"u8);
        buffer.Write(1, OutputStream.Stdout, "cd"u8);

        var output = Assert.IsType<OutputWritten>(Assert.Single(buffer.Take()));

        Assert.Equal("abcd", output.Data.ToString());
        Assert.Empty(buffer.Take());
    }

    [Fact]
    public void Write_OtherStreamOrTest_KeepsTheOrder()
    {
        var buffer = new EventBuffer(100, 100);
        buffer.Write(1, OutputStream.Stdout, "a"u8);
        buffer.Write(1, OutputStream.Stderr, "b"u8);
        buffer.Write(2, OutputStream.Stderr, "c"u8);
        buffer.Add(new ProgressMade(new Progress(3, 3)));
        buffer.Write(2, OutputStream.Stderr, "d"u8);

        Assert.Equal(
            ["1 Stdout a", "1 Stderr b", "2 Stderr c", "ProgressMade", "2 Stderr d"],
            buffer.Take().Select(happened => happened is OutputWritten output ? $"{output.Test} {output.Stream} {output.Data}" : happened.GetType().Name));
    }

    [Fact]
    public void Write_BeyondTheBytes_IsLeftOutAndCounted()
    {
        var buffer = new EventBuffer(4, 100);
        buffer.Write(1, OutputStream.Stdout, "abcd"u8);
        buffer.Write(1, OutputStream.Stdout, "e"u8);
        buffer.Write(1, OutputStream.Stdout, "f"u8);

        var events = buffer.Take();

        Assert.Equal(2, events.Count);
        Assert.Equal(2, Assert.IsType<EventsMissed>(events[1]).Count);
        buffer.Write(1, OutputStream.Stdout, "g"u8);
        Assert.Equal("g", Assert.IsType<OutputWritten>(Assert.Single(buffer.Take())).Data.ToString());
    }

    [Fact]
    public void Write_AfterSomethingWasLeftOut_LeavesNoGapInTheMiddle()
    {
        var buffer = new EventBuffer(4, 100);
        buffer.Write(1, OutputStream.Stdout, "abc"u8);
        buffer.Write(1, OutputStream.Stdout, "de"u8);
        buffer.Write(1, OutputStream.Stdout, "f"u8);

        var events = buffer.Take();

        Assert.Equal("abc", Assert.IsType<OutputWritten>(events[0]).Data.ToString());
        Assert.Equal(2, Assert.IsType<EventsMissed>(events[1]).Count);
    }

    [Fact]
    public void Add_BeyondTheCount_IsLeftOutAndCounted()
    {
        var buffer = new EventBuffer(4, 2);
        for (var i = 0; i < 5; i++)
        {
            buffer.Add(new ProgressMade(new Progress(i, 5)));
        }

        var events = buffer.Take();

        Assert.Equal(3, events.Count);
        Assert.Equal(3, Assert.IsType<EventsMissed>(events[2]).Count);
    }
}
