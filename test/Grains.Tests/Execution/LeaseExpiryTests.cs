using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>Leases against a clock that the test turns.</summary>
public sealed class LeaseExpiryTests
{
    [Fact]
    public async Task Lease_NotRenewed_IsGivenAgainAsTheNextAttempt()
    {
        await using var cluster = await StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        Assert.Empty(await slot.HeartbeatAsync(lease!));

        await AdvanceAsync(cluster, 17);
        var again = await slot.LeaseAsync();

        Assert.Equal(new Lease(submission.GetPrimaryKey(), 2, 0), again);
        Assert.Equal(lease, Assert.Single(await slot.HeartbeatAsync(lease!, again!)));
    }

    [Fact]
    public async Task Lease_ThatNeverArrived_IsGivenAgainUncounted()
    {
        await using var cluster = await StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();

        await AdvanceAsync(cluster, 17);

        Assert.Equal(lease, await slot.LeaseAsync());
    }

    [Fact]
    public async Task Lease_Renewed_LastsAsLongAsItIs()
    {
        await using var cluster = await StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();

        for (var i = 0; i < 12; i++)
        {
            Assert.Empty(await slot.HeartbeatAsync(lease!));
            await AdvanceAsync(cluster, 5);
        }

        Assert.Null(await slot.LeaseAsync(running: lease!));
        Assert.Equal(1, (await cluster.Dispatcher.GetStatusAsync()).Leased);
    }

    [Fact]
    public async Task Lease_ExpiredThreeTimes_EndsAsInternalError()
    {
        await using var cluster = await StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var lease = await slot.LeaseAsync();
            Assert.Equal(attempt, lease?.Attempt);
            Assert.Empty(await slot.HeartbeatAsync(lease!));
            await AdvanceAsync(cluster, 17);
        }

        await TestTime.UntilAsync(async () => (await submission.GetAsync())?.Result is not null);
        var result = (await submission.GetAsync())?.Result;
        Assert.Equal((Verdict.InternalError, "It took its executor down 3 times."), (result?.Verdict, result?.Message));
    }

    [Fact]
    public async Task Dispatcher_StoodStill_ExpiresNothing()
    {
        await using var cluster = await StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        await slot.HeartbeatAsync(lease!);

        // One leap: the clock went on while the process did not.
        await cluster.Clock.LeapAsync(TimeSpan.FromMinutes(5));

        Assert.Empty(await slot.HeartbeatAsync(lease!));
    }

    [Fact]
    public async Task LeaseAsync_NothingComes_ReturnsWhenItsTimeIsOver()
    {
        await using var cluster = await StartAsync();
        await using var slot = new TestSlot(cluster);
        var waiting = slot.LeaseAsync(wait: TimeSpan.FromSeconds(10));
        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == 1);

        await AdvanceAsync(cluster, 9);
        Assert.False(waiting.IsCompleted);
        await AdvanceAsync(cluster, 1);

        Assert.Null(await waiting);
        Assert.Equal(0, (await cluster.Dispatcher.GetStatusAsync()).IdleSlots);
    }

    [Fact]
    public async Task Heartbeat_OfTheSlots_KeepsALongRunAlive()
    {
        await using var cluster = await StartAsync(slots: 1, static _ => { });
        var leases = cluster.Service<LocalLeases>();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        for (var i = 1; i <= 24; i++)
        {
            await AdvanceAsync(cluster, 5);
            await TestTime.UntilAsync(() => leases.SinceRenewal(0) == TimeSpan.Zero);
        }

        run.Accept();

        Assert.Equal(1, (await GrainsCluster.ResultAsync(submission)).Attempts);
        Assert.Equal(1, cluster.Runner.Started);
    }

    [Fact]
    public async Task Heartbeat_Unanswered_StopsWhatTheSiloRuns()
    {
        var deaf = false;
        await using var cluster = await StartAsync(slots: 1, silo => silo.AddIncomingGrainCallFilter(call =>
            deaf && call.InterfaceMethod.Name == nameof(IDispatcherGrain.HeartbeatAsync) ? throw new TimeoutException("Cut off.") : call.Invoke()));
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        deaf = true;
        await AdvanceAsync(cluster, 6);
        Assert.False(run.Result.IsCompleted);
        await TestTime.UntilAsync(async () =>
        {
            await AdvanceAsync(cluster, 1);
            return run.Result.IsCompleted;
        });
        deaf = false;
        (await cluster.Runner.NextAsync(code)).Accept();

        Assert.True(run.Result.IsCanceled);
        Assert.Equal(1, (await GrainsCluster.ResultAsync(submission)).Attempts);
    }

    private static Task AdvanceAsync(GrainsCluster cluster, int seconds) => cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(seconds));

    private static Task<GrainsCluster> StartAsync(int slots = 0, Action<ISiloBuilder>? also = null) => new GrainsCluster
    {
        Slots = slots,
        Time = new TestClock(Some.Moment),
        Also = also ?? (static _ => { }),
    }.StartAsync();
}
