using CodeRunner.Agent;

namespace CodeRunner.Sandbox.Tests.Agents;

/// <summary>What counts as waiting for processors that others have, in made-up figures; all in milliseconds.</summary>
public sealed class OutsideWaitTests
{
    private const int Interval = 250;

    private readonly OutsideWait _wait = new();
    private readonly Dictionary<int, (long Ran, long Waited)> _tasks = [];
    private long _group = 1_000;
    private long _time = 5_000;

    public OutsideWaitTests() => _wait.Begin(_group, _time);

    [Fact]
    public void EndLook_OneTaskBehindOthersProcesses_CountsItsWait()
    {
        Look((1, 10, 240));
        Look((1, 0, 250));

        Assert.Equal(240 + 250, _wait.Total);
    }

    [Fact]
    public void EndLook_Sleeping_CountsNothing()
    {
        Look((1, 5, 0));
        Look((1, 0, 0));
        Look((1, 1, 1));

        Assert.Equal(1, _wait.Total);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(64)]
    public void EndLook_BehindThreadsOfItsOwn_CountsNothing(int threads)
    {
        var ran = 256L / threads;
        for (var look = 0; look < 10; look++)
            Look(256, [.. Enumerable.Range(1, threads).Select(task => (task, ran, 256 - ran))]);

        Assert.Equal(0, _wait.Total);
    }

    /// <summary>All of them sleep and wake at the same moment: the last waits for the 63 before it.</summary>
    [Fact]
    public void EndLook_ThreadsThatWakeTogether_CountNothing()
    {
        for (var look = 0; look < 10; look++)
            Look([.. Enumerable.Range(0, 64).Select(task => (task, 1L, (long)task))]);

        Assert.Equal(0, _wait.Total);
    }

    /// <summary>A quota of one processor, used up on four in a quarter of each period; older kernels count the rest as waiting.</summary>
    [Fact]
    public void EndLook_ThrottledAfterUsingItsQuota_CountsNothing()
    {
        for (var look = 0; look < 10; look++)
            Look(100, (1, 25, 75), (2, 25, 75), (3, 25, 75), (4, 25, 75));

        Assert.Equal(0, _wait.Total);
    }

    [Fact]
    public void EndLook_ThrottledInTheNextInterval_CountsNothing()
    {
        for (var look = 0; look < 10; look++)
        {
            Look(50, (1, 50, 0), (2, 50, 0));
            Look(50, (1, 0, 50), (2, 0, 50));
        }

        Assert.Equal(0, _wait.Total);
    }

    [Fact]
    public void EndLook_ProcessesOneAfterTheOther_AddUp()
    {
        Look((1, 10, 240));
        _tasks.Remove(1);
        Look((2, 10, 240));

        Assert.Equal(240 + 240, _wait.Total);
    }

    [Fact]
    public void EndLook_ManyNewProcesses_CountOnceForAllOfThem()
    {
        for (var look = 0; look < 4; look++)
        {
            _tasks.Clear();
            Look([.. Enumerable.Range(100 * look, 50).Select(task => (task, 2L, 248L))]);
        }

        // Each waited for 248, and behind those of its own for 98 of them.
        Assert.Equal(4 * (250 - 100), _wait.Total);
    }

    [Fact]
    public void EndLook_NumberOfATaskUsedAgain_IsAnotherTask()
    {
        Look((1, 100, 150));
        _tasks.Remove(1);
        Look((1, 10, 100));

        Assert.Equal(150 + 100, _wait.Total);
    }

    [Fact]
    public void EndLook_KernelThatDoesNotCount_FindsNothing()
    {
        _group += 20;
        _wait.Add(1, 0, 0);
        _wait.EndLook(_group, _time + Interval);

        Assert.Equal(0, _wait.Total);
    }

    [Fact]
    public void Begin_NextCommand_StartsAnew()
    {
        Look((1, 0, 250));

        _wait.Begin(_group, _time);

        Assert.Equal(0, _wait.Total);
    }

    private void Look(params (int Task, long Ran, long Waited)[] since) => Look(Interval, since);

    /// <summary>What the tasks did since the last look; the sandbox has used what all of them ran.</summary>
    private void Look(long interval, params (int Task, long Ran, long Waited)[] since)
    {
        foreach (var (task, ran, waited) in since)
        {
            var (ranBefore, waitedBefore) = _tasks.GetValueOrDefault(task);
            _tasks[task] = (ranBefore + ran, waitedBefore + waited);
            _group += ran;
        }

        _time += interval;
        foreach (var (task, (ran, waited)) in _tasks)
            _wait.Add(task, ran, waited);
        _wait.EndLook(_group, _time);
    }
}
