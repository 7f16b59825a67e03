using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>Storage is away for a while.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task SubmitAsync_StorageAway_IsRefusedAndLeavesNothing()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        cluster.Storage.GoAway();

        var rejection = await submission.SubmitAsync(Some.Request(Some.Code()));
        cluster.Storage.IsAway = false;

        Assert.Equal(RejectionReason.StorageUnavailable, rejection?.Reason);
        Assert.True(rejection?.RetryAfter > TimeSpan.Zero);
        await AssertNothingAsync(cluster, submission);
    }

    [Fact]
    public async Task SubmitAsync_IndexAway_IsRefusedAndLeavesNothing()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await cluster.Dispatcher.GetStatusAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        cluster.Index.IsAway = true;

        var rejection = await submission.SubmitAsync(Some.Request(Some.Code()));
        cluster.Index.IsAway = false;

        Assert.Equal(RejectionReason.StorageUnavailable, rejection?.Reason);
        await AssertNothingAsync(cluster, submission);
        Assert.Null(await submission.SubmitAsync(Some.Request(Some.Code())));
    }

    /// <summary>A silo that was frozen: meanwhile another one may have found the submission stored, and acknowledged it.</summary>
    [Fact]
    public async Task SubmitAsync_AnswerMissingForLong_TakesNothingBack()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Time = new TestClock(Some.Moment) }.StartAsync();
        await cluster.Dispatcher.GetStatusAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        cluster.Index.Added = async _ =>
        {
            await TestTime.UntilAsync(() => cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
            cluster.Index.Added = static _ => Task.CompletedTask;
            cluster.Clock.Advance(TimeSpan.FromSeconds(3));
            throw new TimeoutException("No answer.");
        };

        var rejection = await submission.SubmitAsync(Some.Request(Some.Code()));

        Assert.Equal(RejectionReason.StorageUnavailable, rejection?.Reason);
        Assert.True(cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
        Assert.True(cluster.Index.Contains(submission.GetPrimaryKey()));
    }

    /// <summary>A silo that was frozen and whose submission has been stored, and has even run, elsewhere.</summary>
    [Theory]
    [InlineData(true, "same", null)]
    [InlineData(false, "same", null)]
    [InlineData(false, "other", RejectionReason.KeyReused)]
    public async Task SubmitAsync_StoredByAnother_IsTheirs(bool hasResult, string fingerprint, RejectionReason? reason)
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        Assert.Null(await submission.GetAsync());
        var request = Some.Request(Some.Code()) with { Fingerprint = Blob.FromText("same") };
        cluster.Index.Adding = () =>
        {
            cluster.Index.Adding = static () => { };
            PutRequest(cluster, submission, request with { Fingerprint = Blob.FromText(fingerprint) });
            if (hasResult)
            {
                var result = new ResultState { Result = Some.Result(Verdict.Accepted) };
                cluster.Storage.Put(SubmissionStorage.ResultState, submission.GetGrainId(), result);
            }
        };

        var rejection = await submission.SubmitAsync(request);

        Assert.Equal(reason, rejection?.Reason);
        Assert.Equal(!hasResult, cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.Equal(new QueueStatus(0, 0, 0, 0), await cluster.Dispatcher.GetStatusAsync());
        Assert.True(cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
        Assert.Equal(hasResult ? SubmissionState.Completed : SubmissionState.Queued, (await submission.GetAsync())?.State);
    }

    [Fact]
    public async Task SubmitAsync_StoredByAnotherAndTheIndexFails_TakesNothingBack()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        Assert.Null(await submission.GetAsync());
        var request = Some.Request(Some.Code());
        cluster.Index.Adding = () => PutRequest(cluster, submission, request);
        cluster.Index.Added = async _ =>
        {
            (cluster.Index.Adding, cluster.Index.Added) = (static () => { }, static _ => Task.CompletedTask);
            await Task.Delay(100);
            throw new TimeoutException("No answer.");
        };

        Assert.Equal(RejectionReason.StorageUnavailable, (await submission.SubmitAsync(request))?.Reason);

        Assert.True(cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
        Assert.True(cluster.Index.Contains(submission.GetPrimaryKey()));
    }

    [Fact]
    public async Task CompleteAsync_StorageAway_DeliversWhenItIsBack()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        cluster.Storage.GoAway();
        run.Accept();
        await cluster.Storage.Missed.Task.WaitAsync(TestTime.Patience);
        Assert.Equal(SubmissionState.Running, (await submission.GetAsync())?.State);
        cluster.Storage.IsAway = false;
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts));
        Assert.False(cluster.Runner.HasMore(code));
    }

    [Fact]
    public async Task BeginAsync_StorageAway_WaitsForItUncharged()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var (busy, code) = (Some.Code(), Some.Code());
        await cluster.SubmitAsync(busy);
        var run = await cluster.Runner.NextAsync(busy);
        var submission = await cluster.SubmitAsync(code);
        await cluster.Cluster.DeactivateAsync(submission);

        // Only for the second one, so that the result of the first can be stored and its slot goes on.
        cluster.Storage.GoAway(submission.GetPrimaryKey());
        run.Accept();
        await cluster.Storage.Missed.Task.WaitAsync(TestTime.Patience);
        cluster.Storage.IsAway = false;
        (await cluster.Runner.NextAsync(code)).Accept();

        Assert.Equal(1, (await GrainsCluster.ResultAsync(submission)).Attempts);
    }

    [Fact]
    public async Task CompleteAsync_NeverStorable_FreesTheSlotAfterTheDeliveryTimeout()
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 1,
            Dispatching = static options => options.MaxAttempts = 1,
            Slotting = static options => options.DeliveryTimeout = TimeSpan.FromSeconds(1),
            Also = static silo => silo.AddIncomingGrainCallFilter(static call =>
                call.InterfaceMethod.Name == nameof(ISubmissionGrain.CompleteAsync) && call.Request.GetArgument(0) is SubmissionResult { Verdict: Verdict.Accepted }
                    ? throw new IOException("Too large.")
                    : call.Invoke()),
        }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));

        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(Verdict.InternalError, result.Verdict);
    }

    [Fact]
    public async Task CompleteAsync_IndexCantRemove_StillCompletes()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        cluster.Index.RemovalsFail = true;

        var result = await GrainsCluster.ResultAsync(await cluster.SubmitAsync(Some.Code("quick")));

        Assert.Equal(Verdict.Accepted, result.Verdict);
    }

    [Theory]
    [InlineData(nameof(IDispatcherGrain.EnqueueAsync), true)]
    [InlineData(nameof(IDispatcherGrain.ReserveAsync), false)]
    public async Task SubmitAsync_DispatcherFails_IsTakenOnlyOnceStored(string method, bool taken)
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 0,
            Also = silo => silo.AddIncomingGrainCallFilter(call =>
                call.InterfaceMethod.Name == method ? throw new TimeoutException("Unreachable.") : call.Invoke()),
        }.StartAsync();
        var submission = cluster.Submission(Guid.NewGuid());

        var rejection = await submission.SubmitAsync(Some.Request(Some.Code()));

        Assert.Equal(taken ? null : RejectionReason.StorageUnavailable, rejection?.Reason);
        Assert.Equal(taken, cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.Equal(taken ? SubmissionState.Queued : null, (await submission.GetAsync())?.State);
    }

    [Fact]
    public async Task GetAsync_DispatcherFails_IsThereWithoutAPosition()
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 0,
            Also = static silo => silo.AddIncomingGrainCallFilter(static call =>
                call.InterfaceMethod.Name == nameof(IDispatcherGrain.GetPositionAsync) ? throw new TimeoutException("Unreachable.") : call.Invoke()),
        }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());

        var snapshot = await submission.GetAsync();

        Assert.Equal((SubmissionState.Queued, null), (snapshot?.State, snapshot?.QueuePosition));
    }

    private static void PutRequest(GrainsCluster cluster, ISubmissionGrain submission, SubmissionRequest request) =>
        cluster.Storage.Put(SubmissionStorage.RequestState, submission.GetGrainId(), new RequestState { Request = request });

    private static async Task AssertNothingAsync(GrainsCluster cluster, ISubmissionGrain submission)
    {
        Assert.Null(await submission.GetAsync());
        Assert.False(cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.False(cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
        Assert.Equal(new QueueStatus(0, 0, 0, 0), await cluster.Dispatcher.GetStatusAsync());
    }
}
