using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Prefetch;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Grains.Tests.Execution.Prefetch;

/// <summary>Two slots that run something, a third lease that was taken ahead, and two submissions that wait.</summary>
public sealed class LeasePrefetcherTests
{
    private const int Slots = 2;
    private static readonly TimeSpan Part = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource _opened = new();
    private readonly TaskCompletionSource _stored = new();
    private readonly List<(string Code, ISubmissionGrain Submission)> _all = [];

    [Fact]
    public async Task Run_LeaseIsReady_BeginsWhileTheLastResultIsBeingStored()
    {
        await using var cluster = await StartAsync(isStoring: false);
        var last = cluster.Runner.Order.First();

        (await cluster.Runner.NextAsync(last)).Accept();

        await TestTime.UntilAsync(() => cluster.Runner.Order.Count == Slots + 1);
        var submission = _all.Single(one => one.Code == last).Submission;
        Assert.Equal(SubmissionState.Running, (await submission.GetAsync())?.State);
        Assert.Equal(Slots, cluster.Service<LocalLeases>().Count);
        _stored.SetResult();
        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task Run_ResultCanNotBeStored_IsTheOnlyOneBesideIt()
    {
        await using var cluster = await StartAsync(isStoring: false);
        foreach (var code in cluster.Runner.Order.ToList())
        {
            (await cluster.Runner.NextAsync(code)).Accept();
        }

        await TestTime.UntilAsync(() => cluster.Runner.Order.Count == Slots + 1);
        (await cluster.Runner.NextAsync(cluster.Runner.Order.Last())).Accept();
        await TestTime.UntilAsync(() => cluster.Service<LocalLeases>().Count == 0);

        // Three results wait, and whatever is leased now waits with them.
        Assert.Equal(Slots + 1, cluster.Runner.Started);
        _stored.SetResult();
        await FinishAsync(cluster);
    }

    [Fact]
    public async Task Lease_NoSlotComesFree_IsHandedBackUncounted()
    {
        await using var cluster = await StartAsync();

        await TestTime.UntilAsync(() => cluster.Service<LocalLeases>().Of(0).Length == Slots + 1);
        for (var elapsed = TimeSpan.Zero; elapsed < LeasePrefetcher.Patience * 2; elapsed += Part)
        {
            await cluster.Clock.AdvanceAsync(Part);
        }

        await TestTime.UntilAsync(async () => await cluster.Dispatcher.GetStatusAsync() is { Leased: Slots, WaitingInteractive: 3 });
        await FinishAsync(cluster);
        foreach (var (_, submission) in _all)
        {
            Assert.Equal(1, (await submission.GetAsync())?.Attempts);
        }
    }

    [Fact]
    public async Task Cancel_LeasedAhead_IsNeverRun()
    {
        await using var cluster = await StartAsync();
        var (code, submission) = await AheadAsync();

        Assert.Equal(CancelOutcome.Cancelled, await submission.CancelAsync());

        await FinishAsync(cluster);
        Assert.DoesNotContain(code, cluster.Runner.Order);
        Assert.Equal(_all.Count - 1, cluster.Runner.Started);
        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).Leased == 0);
    }

    [Fact]
    public async Task Heartbeat_LeasedAhead_NamesIt()
    {
        await using var cluster = await StartAsync();
        var (_, ahead) = await AheadAsync();

        await TestTime.UntilAsync(() => cluster.Service<LocalLeases>().Of(0).Length == Slots + 1);

        Assert.Contains(new Lease(ahead.GetPrimaryKey(), 1, 0), cluster.Service<LocalLeases>().Of(0));
        Assert.Equal(Slots, cluster.Service<LocalLeases>().Count);
    }

    [Fact]
    public async Task LeaseAsync_AheadAndLittleWaits_GivesNone()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        for (var i = 0; i < 5; i++)
        {
            await cluster.Dispatcher.EnqueueAsync(Some.Entry());
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.NotNull(await slot.LeaseAsync());
        }

        Assert.Null(await AheadAsync(cluster, slot));
        await cluster.Dispatcher.EnqueueAsync(Some.Entry());
        Assert.NotNull(await AheadAsync(cluster, slot));
    }

    private static Task<Lease?> AheadAsync(GrainsCluster cluster, TestSlot slot) =>
        cluster.Dispatcher.LeaseAsync(new LeaseRequest(slot.Silo, slot.Observer, null, [], TimeSpan.FromTicks(1), Ahead: true));

    private async Task<GrainsCluster> StartAsync(bool isStoring = true)
    {
        if (isStoring)
        {
            _stored.SetResult();
        }

        var gate = new Gate(_opened.Task);
        var cluster = await new GrainsCluster
        {
            Slots = Slots,
            Time = new TestClock(Some.Moment),
            Also = silo =>
            {
                silo.Services.AddSingleton<ISlotGate>(gate);
                silo.AddIncomingGrainCallFilter(async call =>
                {
                    if (call.InterfaceMethod.Name == nameof(ISubmissionGrain.CompleteAsync))
                    {
                        await _stored.Task;
                    }

                    await call.Invoke();
                });
            },
        }.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            var code = Some.Code();
            _all.Add((code, await cluster.SubmitAsync(code)));
        }

        Hurry(cluster.Service<LeasePrefetcher>().Depth);
        _opened.SetResult();
        await TestTime.UntilAsync(async () => cluster.Runner.Order.Count == Slots && await cluster.Dispatcher.GetStatusAsync() is { Leased: Slots + 1, WaitingInteractive: 2 });
        return cluster;
    }

    /// <summary>As if slots came free all the time and leases took long.</summary>
    private static void Hurry(PrefetchDepth depth)
    {
        var ended = new LocalLease(new Lease(Guid.NewGuid(), 1, 0), TimeProvider.System);
        for (var i = 0; i < 1000; i++)
        {
            depth.Freed(ended);
        }

        depth.HandedOver(TimeSpan.FromSeconds(1));
        depth.Tick(TimeSpan.FromSeconds(1));
    }

    /// <summary>The submission that is leased and does not run.</summary>
    private async Task<(string Code, ISubmissionGrain Submission)> AheadAsync()
    {
        foreach (var one in _all)
        {
            if (await one.Submission.GetAsync() is { State: SubmissionState.Queued, QueuePosition: null })
            {
                return one;
            }
        }

        throw new InvalidOperationException("There is none.");
    }

    private async Task FinishAsync(GrainsCluster cluster)
    {
        await Task.WhenAll(_all.Select(async one =>
        {
            var result = GrainsCluster.ResultAsync(one.Submission);
            var run = cluster.Runner.NextAsync(one.Code);
            if (await Task.WhenAny(result, run) == run)
            {
                (await run).Accept();
            }

            await result;
        }));
    }

    private sealed class Gate(Task opened) : ISlotGate
    {
        public Task WaitAsync(CancellationToken cancellationToken) => opened.WaitAsync(cancellationToken);
    }
}
