using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

/// <summary>Tests that share one cluster with two slots and the machine's clock.</summary>
public sealed class SubmissionLifeTests(SubmissionLifeTests.Fixture fixture) : IClassFixture<SubmissionLifeTests.Fixture>
{
    private readonly GrainsCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task SubmitAsync_Program_RunsAndCompletes()
    {
        var code = Some.Code();

        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        var running = await submission.GetAsync();
        run.Accept("well done");
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(SubmissionState.Running, running?.State);
        Assert.Equal(1, running?.Attempts);
        Assert.NotNull(running?.StartedAt);
        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal("well done", result.Message);
        Assert.Equal(1, result.Attempts);
        Assert.Equal(running?.StartedAt, result.StartedAt);
        Assert.True(result.FinishedAt >= result.StartedAt);
    }

    [Fact]
    public async Task SubmitAsync_BeforeItAnswers_IsStoredAndIndexed()
    {
        var code = Some.Code();

        var submission = await _cluster.SubmitAsync(code);

        Assert.True(_cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.True(_cluster.Storage.Holds(SubmissionStorage.RequestState, submission.GetGrainId()));
        (await _cluster.Runner.NextAsync(code)).Accept();
        await GrainsCluster.ResultAsync(submission);
    }

    [Fact]
    public async Task SubmitAsync_SameIdAgain_IsTakenButRunOnce()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);

        Assert.Null(await submission.SubmitAsync(Some.Request(Some.Code())));
        run.Accept();
        Assert.Equal(1, (await GrainsCluster.ResultAsync(submission)).Attempts);
        Assert.Null(await submission.SubmitAsync(Some.Request(code)));

        Assert.Equal(SubmissionState.Completed, (await submission.GetAsync())?.State);
        Assert.False(_cluster.Runner.HasMore(code));
    }

    [Fact]
    public async Task GetAsync_UnknownId_IsNull()
    {
        var submission = _cluster.Submission(Guid.NewGuid());

        Assert.Null(await submission.GetAsync());
        Assert.Null(await submission.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Null(await submission.BeginAsync(1, Some.Moment));
        Assert.False(await submission.ReportAsync(1, []));
        Assert.False(await submission.CompleteAsync(Some.Result(Verdict.Accepted)));
        Assert.Equal(CancelOutcome.NotFound, await submission.CancelAsync());
        Assert.Empty(await submission.WatchAsync(0).ToListAsync());
    }

    [Fact]
    public async Task GetAsync_Snapshot_LeavesContentsOut()
    {
        var submission = await _cluster.SubmitAsync(Some.Code("quick"));

        await GrainsCluster.ResultAsync(submission);
        var request = (await submission.GetAsync())?.Request;

        Assert.True(request?.Code.IsEmpty);
        Assert.Equal("cpp", request?.Language);
        Assert.Equal("1", Assert.Single(request!.Tests).Name);
    }

    [Fact]
    public async Task GetAsync_AfterDeactivation_IsReadFromStorage()
    {
        var submission = await _cluster.SubmitAsync(Some.Code("quick"));
        var result = await GrainsCluster.ResultAsync(submission);

        await _cluster.Cluster.DeactivateAsync(submission);
        var snapshot = await submission.GetAsync();

        Assert.Equal(SubmissionState.Completed, snapshot?.State);
        Assert.True(snapshot?.Result?.IsSameAs(result));
        Assert.Equal(1, snapshot?.Attempts);
    }

    [Fact]
    public async Task ReportAsync_ActivationYoungerThanTheAttempt_IsRunningAgain()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        await _cluster.Cluster.DeactivateAsync(submission);

        var watching = submission.WatchAsync(0).Take(3).ToListAsync();
        run.Observer.OnProgress(1, 1);
        var events = await watching.AsTask().WaitAsync(TestTime.Patience);

        Assert.Equal(new StateChanged(SubmissionState.Queued, 0) { Sequence = 1 }, events[0]);
        Assert.Equal(new StateChanged(SubmissionState.Running, 1) { Sequence = 2 }, events[1]);
        Assert.Equal(new ProgressMade(new Progress(1, 1)) { Sequence = 3 }, events[2]);
        Assert.Equal(new Progress(1, 1), (await submission.GetAsync())?.Progress);
        run.Accept();
        await GrainsCluster.ResultAsync(submission);
    }

    [Fact]
    public async Task BeginAsync_LargeRequest_IsReadBackWhole()
    {
        var code = Some.Code("quick");
        var submission = _cluster.Submission(Guid.NewGuid());
        var stdin = new byte[100_000];
        Random.Shared.NextBytes(stdin);

        Assert.Null(await submission.SubmitAsync(Some.Request(code) with { Tests = [new TestCase("1", new Blob(stdin), null)] }));
        var run = await _cluster.Runner.NextAsync(code);

        Assert.Equal(stdin, run.Request.Tests[0].Stdin.Span);
        await GrainsCluster.ResultAsync(submission);
    }

    [Fact]
    public async Task CompleteAsync_LargeResult_LeavesMemoryAndIsStillThere()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        var stdout = new byte[100_000];
        Random.Shared.NextBytes(stdout);

        var gone = _cluster.Cluster.WaitForDeactivationAsync(submission);
        run.Finish(Some.Result(Verdict.Accepted) with { Tests = [Some.Test(Verdict.Accepted) with { Stdout = new Blob(stdout) }] });
        await gone.WaitAsync(TestTime.Patience);
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(stdout, result.Tests[0].Stdout.Span);
    }

    [Fact]
    public async Task WaitAsync_ResultComes_ReturnsWithIt()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var waiting = submission.WaitAsync(TimeSpan.FromSeconds(20));
        var run = await _cluster.Runner.NextAsync(code);

        Assert.False(waiting.IsCompleted);
        run.Accept();

        Assert.Equal(SubmissionState.Completed, (await waiting.WaitAsync(TestTime.Patience))?.State);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1000)]
    public async Task WaitAsync_TimeOver_ReturnsWithoutResult(int milliseconds)
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);

        var snapshot = await submission.WaitAsync(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(SubmissionState.Running, snapshot?.State);
        run.Accept();
        await GrainsCluster.ResultAsync(submission);
    }

    [Fact]
    public async Task SubmitAsync_OtherRequestUnderTheSameKey_IsRefusedAndChangesNothing()
    {
        var request = Some.Request(Some.Code("quick")) with { Fingerprint = Contracts.Blob.FromText("one") };
        var submission = _cluster.Submission(Guid.NewGuid());
        Assert.Null(await submission.SubmitAsync(request));

        var refused = await submission.SubmitAsync(request with { Fingerprint = Contracts.Blob.FromText("two") });

        Assert.Equal(RejectionReason.KeyReused, refused?.Reason);
        Assert.Null(await submission.SubmitAsync(request));
        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        internal GrainsCluster Cluster { get; } = new();

        public Task InitializeAsync() => Cluster.StartAsync();

        public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();
    }
}
