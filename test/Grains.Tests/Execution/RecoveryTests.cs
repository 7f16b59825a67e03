using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>The dispatcher is lost and comes up again, on the same silo or after everything died.</summary>
public sealed class RecoveryTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Dispatcher_LostWhileWorkRunsAndWaits_AdoptsTheOneAndQueuesTheOther()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var (code, next) = (Some.Code(), Some.Code());
        var running = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        var waiting = await cluster.SubmitAsync(next);

        await cluster.Cluster.DeactivateAsync(cluster.Dispatcher);
        Assert.Equal(2, (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive);
        run.Accept();
        (await cluster.Runner.NextAsync(next)).Accept();

        Assert.Equal(1, (await GrainsCluster.ResultAsync(running)).Attempts);
        Assert.Equal(1, (await GrainsCluster.ResultAsync(waiting)).Attempts);
        Assert.Equal(2, cluster.Runner.Started);
    }

    [Fact]
    public async Task Dispatcher_LostWhileLeased_KnowsTheLeaseAfterTheHeartbeat()
    {
        await using var cluster = await StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        await CountedAsync(cluster, lease!);

        await cluster.Cluster.DeactivateAsync(cluster.Dispatcher);
        Assert.Equal((2, 0), Counts(await cluster.Dispatcher.GetStatusAsync()));
        Assert.Empty(await slot.HeartbeatAsync(lease!));

        Assert.Equal((1, 1), Counts(await cluster.Dispatcher.GetStatusAsync()));
        Assert.NotEqual(lease!.Id, (await slot.LeaseAsync(running: lease!))?.Id);
        Assert.Null(await slot.LeaseAsync(running: lease!));
    }

    [Fact]
    public async Task Dispatcher_LostBeforeTheAttemptWasCounted_StillAdopts()
    {
        await using var cluster = await StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        await CountedAsync(cluster, lease!);
        await cluster.Index.SetAttemptsAsync(0, submission.GetPrimaryKey(), 0);

        await cluster.Cluster.DeactivateAsync(cluster.Dispatcher);
        Assert.Empty(await slot.HeartbeatAsync(lease!));

        Assert.Equal((0, 1), Counts(await cluster.Dispatcher.GetStatusAsync()));
    }

    [Fact]
    public async Task Dispatcher_Lost_TakesTheReportOfALeaseThatItNeverGave()
    {
        await using var cluster = await StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        await CountedAsync(cluster, lease!);

        await cluster.Cluster.DeactivateAsync(cluster.Dispatcher);
        var again = await slot.LeaseAsync(new LeaseReport(lease!, LeaseEnd.Failed), TestSlot.Long);

        Assert.Equal(lease! with { Attempt = 2 }, again);
    }

    [Fact]
    public async Task Dispatcher_New_KillsWhatHasItsResult()
    {
        await using var cluster = await StartAsync();
        await using var slot = new TestSlot(cluster);
        await cluster.Dispatcher.ReserveAsync(Some.Entry());
        var unknown = new Lease(Guid.NewGuid(), 1, 0);

        Assert.Equal(unknown, Assert.Single(await slot.HeartbeatAsync(unknown)));
        await slot.LeaseAsync(running: unknown);
        Assert.Equal(unknown, await slot.Revoked);
    }

    [Fact]
    public async Task Restart_OneFreshSilo_QueuesWhatRanFirstAndOldestFirst()
    {
        await using var cluster = await StartAsync(index =>
        {
            for (var i = 0; i < 6; i++)
            {
                index.Put(0, Some.Entry(attempts: i % 2) with { CreatedAt = Some.Moment.AddSeconds(i) });
            }
        });
        await using var slot = new TestSlot(cluster);
        Assert.Equal((6, 0), Counts(await cluster.Dispatcher.GetStatusAsync()));

        var order = new List<Guid>();
        while (await slot.LeaseAsync() is { } lease)
        {
            order.Add(lease.Id);
        }

        Assert.Equal(
            cluster.Index.Entries.OrderBy(static entry => (entry.CreatedAt - Some.Moment).Seconds % 2 == 0).ThenBy(static entry => entry.CreatedAt).Select(static entry => entry.Id),
            order);
    }

    [Fact]
    public async Task Restart_OneSiloHasNotSpoken_WaitsForItOrForTheGrace()
    {
        var entry = Some.Entry(attempts: 1);
        await using var cluster = await StartAsync(index => index.Put(0, entry), silos: 2);
        await using var slot = new TestSlot(cluster, 0);

        Assert.Null(await slot.LeaseAsync());
        await cluster.Clock.AdvanceAsync(Grace);

        Assert.Equal(new Lease(entry.Id, 2, 0), await slot.LeaseAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_LastSiloSpeaks_ReleasesOrAdopts(bool runsThere)
    {
        var entry = Some.Entry(attempts: 1);
        await using var cluster = await StartAsync(index => index.Put(0, entry), silos: 2);
        await using var first = new TestSlot(cluster, 0);
        await using var second = new TestSlot(cluster, 1);
        Assert.Null(await first.LeaseAsync());

        var running = new Lease(entry.Id, 1, 0);
        Assert.Empty(runsThere ? await second.HeartbeatAsync(running) : await second.HeartbeatAsync());

        Assert.Equal(runsThere ? null : running with { Attempt = 2 }, await first.LeaseAsync());
    }

    [Fact]
    public async Task Restart_HadAllItsAttempts_EndsAsInternalError()
    {
        await using var cluster = await StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await cluster.Index.SetAttemptsAsync(0, submission.GetPrimaryKey(), 3);

        await cluster.Cluster.DeactivateAsync(cluster.Dispatcher);
        await using var slot = new TestSlot(cluster);
        Assert.Null(await slot.LeaseAsync());
        await TestTime.UntilAsync(async () => (await submission.GetAsync())?.Result is not null);

        var result = (await submission.GetAsync())?.Result;
        Assert.Equal((Verdict.InternalError, 3, "It took its executor down 3 times."), (result?.Verdict, result?.Attempts, result?.Message));
    }

    [Fact]
    public async Task Restart_IndexAway_RefusesUntilItIsBack()
    {
        await using var cluster = await StartAsync(index => index.IsAway = true);
        var submission = cluster.Submission(Guid.NewGuid());

        Assert.Equal(RejectionReason.StorageUnavailable, (await submission.SubmitAsync(Some.Request(Some.Code())))?.Reason);
        cluster.Index.IsAway = false;
        await TestTime.UntilAsync(async () =>
        {
            await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
            return await submission.SubmitAsync(Some.Request(Some.Code())) is null;
        });

        await using var slot = new TestSlot(cluster);
        Assert.Equal(submission.GetPrimaryKey(), (await slot.LeaseAsync())?.Id);
    }

    [Fact]
    public async Task Restart_IndexAway_BelievesWhatTheSilosSay()
    {
        var (running, waiting) = (Some.Entry("eve", Lane.Batch, attempts: 1), Some.Entry());
        await using var cluster = await StartAsync(index =>
        {
            index.Put(0, running);
            index.Put(0, waiting);
            index.IsAway = true;
        });
        await using var slot = new TestSlot(cluster);
        var lease = new Lease(running.Id, 1, 0);

        Assert.Empty(await slot.HeartbeatAsync(lease));
        Assert.Null(await slot.LeaseAsync(running: lease));
        cluster.Index.IsAway = false;
        await TestTime.UntilAsync(async () =>
        {
            await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
            Assert.Empty(await slot.HeartbeatAsync(lease));
            return (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive == 1;
        });
        await slot.ReportAsync(lease, LeaseEnd.Failed);

        Assert.Equal((1, 1, 0), await cluster.Dispatcher.GetStatusAsync() is var status ? (status.WaitingInteractive, status.WaitingBatch, status.Leased) : default);
    }

    [Fact]
    public async Task Sweep_QueueLostOne_QueuesItAgain()
    {
        await using var cluster = await StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());

        // Out of the queue without a result: what a lost EnqueueAsync leaves.
        await cluster.Dispatcher.CancelAsync(submission.GetPrimaryKey());
        await using var slot = new TestSlot(cluster);
        Assert.Null(await slot.LeaseAsync());
        await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(125));

        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive == 1);
        Assert.Equal(submission.GetPrimaryKey(), (await slot.LeaseAsync())?.Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sweep_IndexKeptOneTooMany_RemovesIt(bool finished)
    {
        await using var cluster = await StartAsync();
        await cluster.Dispatcher.GetStatusAsync();
        var submission = finished ? await cluster.SubmitAsync(Some.Code()) : cluster.Submission(Guid.NewGuid());
        cluster.Index.Put(0, Some.Entry(id: submission.GetPrimaryKey()));
        cluster.Index.RemovalsFail = true;
        await submission.CancelAsync();
        cluster.Index.RemovalsFail = false;

        await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(125));

        await TestTime.UntilAsync(() => !cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.Equal((0, 0), Counts(await cluster.Dispatcher.GetStatusAsync()));
    }

    private static (int Waiting, int Leased) Counts(QueueStatus status) => (status.WaitingInteractive, status.Leased);

    private static Task CountedAsync(GrainsCluster cluster, Lease lease) =>
        TestTime.UntilAsync(() => cluster.Index.AttemptsOf(lease.Id) == lease.Attempt);

    private static Task<GrainsCluster> StartAsync(Action<InMemoryPendingIndex>? before = null, int silos = 1)
    {
        var cluster = new GrainsCluster { Slots = 0, Silos = silos, Time = new TestClock(Some.Moment.AddMinutes(10)) };
        before?.Invoke(cluster.Index);
        return cluster.StartAsync();
    }
}
