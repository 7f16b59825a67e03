using System.Collections.Concurrent;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Tests.Execution.Slots;

public sealed class SlotTests
{
    [Fact]
    public async Task Slots_GateClosed_TakeNothingUntilItOpens()
    {
        var gate = new Gate();
        await using var cluster = await new GrainsCluster { Also = silo => silo.Services.AddSingleton<ISlotGate>(gate) }.StartAsync();
        await gate.Reached.Task.WaitAsync(TestTime.Patience);
        var submission = await cluster.SubmitAsync(Some.Code("quick"));

        Assert.Equal(SubmissionState.Queued, (await submission.GetAsync())?.State);
        Assert.Equal(0, (await cluster.Dispatcher.GetStatusAsync()).IdleSlots);
        gate.Opened.SetResult();

        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Slots_Free_RunAsManyAtOnceAsThereAre(int slots)
    {
        await using var cluster = await new GrainsCluster { Slots = slots }.StartAsync();
        var codes = Enumerable.Range(0, slots + 1).Select(_ => Some.Code()).ToList();
        foreach (var code in codes)
        {
            await cluster.SubmitAsync(code);
        }

        var runs = await Task.WhenAll(codes.Take(slots).Select(cluster.Runner.NextAsync));
        var status = await cluster.Dispatcher.GetStatusAsync();
        runs[0].Accept();
        await cluster.Runner.NextAsync(codes[^1]);

        Assert.Equal(new QueueStatus(1, 0, slots, 0), status);
    }

    [Fact]
    public async Task Slots_FewerThanShards_ServeThemAll()
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 1,
            Dispatching = static options => options.Shards = 4,
            Slotting = static options => options.StealPeriod = TimeSpan.FromMilliseconds(20),
        }.StartAsync();

        var submissions = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => cluster.SubmitAsync(Some.Code("quick"))));
        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal(Verdict.Accepted, result.Verdict));
        for (var shard = 0; shard < 4; shard++)
        {
            var dispatcher = cluster.Grains.GetGrain<IDispatcherGrain>(shard);
            await TestTime.UntilAsync(async () => (await dispatcher.GetStatusAsync()).Leased == 0);
        }
    }

    [Fact]
    public async Task Slots_HomeShardHasWork_ReportAndTakeTheNextInOneCall()
    {
        var asked = new ConcurrentQueue<(long Shard, LeaseRequest Request)>();
        await using var cluster = await new GrainsCluster
        {
            Slots = 1,
            Dispatching = static options => options.Shards = 2,
            Slotting = static options => options.StealPeriod = TimeSpan.FromMilliseconds(20),
            Also = silo => silo.AddIncomingGrainCallFilter(call =>
            {
                if (call.InterfaceMethod.Name == nameof(IDispatcherGrain.LeaseAsync))
                {
                    asked.Enqueue((call.TargetId.GetIntegerKey(), (LeaseRequest)call.Request.GetArgument(0)!)); // Its one argument, never null.
                }

                return call.Invoke();
            }),
        }.StartAsync();

        var submissions = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => cluster.SubmitAsync(Some.Code("quick"))));
        await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        var home = asked.First().Shard;
        var reports = asked.Where(call => call.Request.Finished is not null && call.Shard == home).ToList();
        Assert.NotEmpty(reports);
        Assert.All(reports, static call => Assert.True(call.Request.Wait > TimeSpan.Zero));
    }

    [Fact]
    public async Task Slots_DispatcherFailsForAWhile_GoOn()
    {
        var fails = true;
        var failed = new TaskCompletionSource();
        await using var cluster = await new GrainsCluster
        {
            Slots = 1,
            Also = silo => silo.AddIncomingGrainCallFilter(call =>
            {
                if (fails && call.InterfaceMethod.Name == nameof(IDispatcherGrain.LeaseAsync))
                {
                    failed.TrySetResult();
                    throw new TimeoutException("Unreachable.");
                }

                return call.Invoke();
            }),
        }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));
        await failed.Task.WaitAsync(TestTime.Patience);

        fails = false;

        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task CarryOutAsync_LeaseThatRunsAlready_IsNotRunTwice()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        var report = await cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(new Lease(submission.GetPrimaryKey(), 1, 0), run.Silo);
        run.Accept();

        Assert.Equal(LeaseEnd.Unknown, report.End);
        Assert.Equal(1, (await GrainsCluster.ResultAsync(submission)).Attempts);
        Assert.Equal(1, cluster.Runner.Started);
    }

    [Fact]
    public async Task CarryOutAsync_SubmissionThatIsUnknown_IsDoneAtOnce()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();

        var report = await cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(new Lease(Guid.NewGuid(), 1, 0), cluster.Cluster.Silos[0].SiloAddress);

        Assert.Equal(LeaseEnd.Completed, report.End);
        Assert.Equal(0, cluster.Runner.Started);
    }

    [Fact]
    public async Task Run_FloodOfOutput_IsBoundedAndWatchersAreTold()
    {
        await using var cluster = await new GrainsCluster { Slotting = static options => (options.ReportBufferBytes, options.ReportBytes) = (1000, 1 << 20) }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        await using var watch = await Watch.StartAsync(submission);

        run.Observer.OnOutput(1, OutputStream.Stdout, new byte[900]);
        run.Observer.OnOutput(1, OutputStream.Stdout, new byte[900_000]);
        run.Accept();
        var events = await watch.RestAsync();

        Assert.Equal(900, Assert.Single(events.OfType<OutputWritten>()).Data.Length);
        Assert.Equal(1, Assert.Single(events.OfType<EventsMissed>()).Count);
        Assert.IsType<Finished>(events[^1]);
    }

    [Fact]
    public async Task Run_SandboxFailsAsItIsKilled_IsNotAFailure()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var code = Some.Code("stubborn");
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        await submission.CancelAsync();
        await run.Cancelled;
        run.Fail(new Sandbox.SandboxException("Killed."));
        await GrainsCluster.ResultAsync(await cluster.SubmitAsync(Some.Code("quick")));

        Assert.Equal(2, cluster.Runner.Started);
        Assert.Equal(new QueueStatus(0, 0, 0, 1), await SettledAsync(cluster));
    }

    [Fact]
    public async Task Run_ResultExistsAlready_IsStoppedByItsReport()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        // A result from elsewhere, of which the dispatcher knows nothing.
        await submission.CompleteAsync(Some.Result(Verdict.WrongAnswer) with { Attempts = 1 });
        run.Observer.OnProgress(1, 1);

        await run.KilledAsync();
        Assert.Equal(Verdict.WrongAnswer, (await GrainsCluster.ResultAsync(submission)).Verdict);
        Assert.False(cluster.Runner.HasMore(code));
    }

    [Theory]
    [InlineData("Slots:Count", "-1")]
    [InlineData("Slots:Wait", "00:01:00")]
    [InlineData("Slots:HeartbeatPeriod", "00:00:06")]
    [InlineData("Dispatcher:Shards", "0")]
    [InlineData("Dispatcher:MaxAttempts", "0")]
    [InlineData("Submissions:EventLogCount", "0")]
    public async Task Options_OutOfRange_StopTheStart(string key, string value)
    {
        var cluster = new GrainsCluster { Settings = new() { [key] = value }, Slots = null };

        await Assert.ThrowsAnyAsync<OptionsValidationException>(async () =>
        {
            await cluster.StartAsync();
            await cluster.DisposeAsync();
        });
    }

    [Fact]
    public async Task Options_FromConfiguration_AreBound()
    {
        await using var cluster = await new GrainsCluster { Settings = new() { ["Slots:Count"] = "3", ["Dispatcher:MaxAttempts"] = "7" }, Slots = null }.StartAsync();

        Assert.Equal(3, cluster.Service<IOptions<SlotOptions>>().Value.Count);
        Assert.Equal(7, cluster.Service<IOptions<Grains.Execution.DispatcherOptions>>().Value.MaxAttempts);
        Assert.Equal(16 << 10, cluster.Service<IOptions<SubmissionOptions>>().Value.KeepInMemoryBytes);
    }

    [Fact]
    public async Task Slots_GateBreaks_SiloStillStops()
    {
        var gate = new Gate();
        await using var cluster = await new GrainsCluster { Also = silo => silo.Services.AddSingleton<ISlotGate>(gate) }.StartAsync();
        await gate.Reached.Task.WaitAsync(TestTime.Patience);
        gate.Opened.SetException(new InvalidOperationException("No sandbox."));

        await cluster.Cluster.StopSiloAsync(cluster.Cluster.Silos[0]).WaitAsync(TestTime.Patience);

        Assert.Equal(0, cluster.Runner.Started);
    }

    private static async Task<QueueStatus> SettledAsync(GrainsCluster cluster)
    {
        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == 1);
        return await cluster.Dispatcher.GetStatusAsync();
    }

    private sealed class Gate : ISlotGate
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task WaitAsync(CancellationToken cancellationToken)
        {
            Reached.TrySetResult();
            return Opened.Task.WaitAsync(cancellationToken);
        }
    }
}
