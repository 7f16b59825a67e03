using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

/// <summary>Large inputs are stored as long as somebody may run them, and no longer.</summary>
public sealed class LargeInputTests(LargeInputTests.Fixture fixture) : IClassFixture<LargeInputTests.Fixture>
{
    private const int Limit = 100_000;

    private readonly GrainsCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task CompleteAsync_LargeInputs_AreKeptUntilThenAndGoneAfter()
    {
        var (submission, request) = await SubmitAsync(Large);
        var run = await _cluster.Runner.NextAsync(request.Code.ToString());

        Assert.Equal(request.InputBytes(), run.Request.InputBytes());
        Assert.Equal(request.InputBytes(), (await StoredAsync(submission)).InputBytes());
        Assert.False((await submission.GetAsync())!.Request.ContentsRemoved);
        run.Accept();
        await RemovedAsync(submission);

        var stored = await StoredAsync(submission);
        Assert.Equal(request.Code, stored.Code);
        Assert.Equal(request.Client, stored.Client);
        Assert.Equal([new SubmittedFile("in.txt", Blob.Empty)], stored.Files.AsEnumerable());
        Assert.Equal([new TestCase("one", Blob.Empty, Blob.Empty), new TestCase("two", Blob.Empty, null)], stored.Tests.AsEnumerable());
        Assert.True((await submission.GetRequestAsync())!.ContentsRemoved);
        Assert.Equal(Verdict.Accepted, (await submission.GetAsync())!.Result!.Verdict);

        await _cluster.Cluster.DeactivateAsync(submission);
        Assert.True((await submission.GetAsync())!.Request.ContentsRemoved);
    }

    [Theory]
    [InlineData(Limit, false)]
    [InlineData(Limit + 1, true)]
    public async Task CompleteAsync_InputsUpToTheLimit_Stay(int bytes, bool removed)
    {
        var (submission, request) = await SubmitAsync(
            static (request, bytes) => request with { Tests = [new TestCase("1", new Blob(new byte[bytes]), null)] }, bytes);
        var run = await _cluster.Runner.NextAsync(request.Code.ToString());

        // Answered after the removal, as what asks for it is done then.
        Assert.True(await submission.CompleteAsync(Some.Result(Verdict.Accepted) with { Attempts = 1 }));
        run.Accept();

        Assert.Equal(removed, (await StoredAsync(submission)).ContentsRemoved);
        Assert.Equal(removed ? 0 : bytes, (await submission.GetRequestAsync())!.InputBytes());
    }

    [Fact]
    public async Task CancelAsync_LargeInputsWhileItRuns_AreGoneAndTheRunKeepsItsOwn()
    {
        var (submission, request) = await SubmitAsync(Large);
        var run = await _cluster.Runner.NextAsync(request.Code.ToString());

        Assert.Equal(CancelOutcome.Cancelled, await submission.CancelAsync());
        await run.KilledAsync();

        Assert.True((await StoredAsync(submission)).ContentsRemoved);
        Assert.Equal(request.InputBytes(), run.Request.InputBytes());
        Assert.Null(await submission.BeginAsync(2, Some.Moment));
    }

    [Fact]
    public async Task SubmitAsync_AgainAfterTheRemoval_IsTheSameOrAnother()
    {
        var (submission, request) = await SubmitAsync(static (request, _) => Large(request, 0) with { Fingerprint = Blob.FromText("one") });
        (await _cluster.Runner.NextAsync(request.Code.ToString())).Accept();
        await RemovedAsync(submission);
        await _cluster.Cluster.DeactivateAsync(submission);

        Assert.Null(await submission.SubmitAsync(request));
        var other = await submission.SubmitAsync(request with { Fingerprint = Blob.FromText("two") });

        Assert.Equal(RejectionReason.KeyReused, other?.Reason);
        Assert.True((await StoredAsync(submission)).ContentsRemoved);
        Assert.False(_cluster.Runner.HasMore(request.Code.ToString()));
    }

    [Fact]
    public async Task GetAsync_ServerStoppedBeforeTheRemoval_MakesUpForIt()
    {
        var submission = _cluster.Submission(Guid.NewGuid());
        var request = Large(Some.Request(Some.Code()), 0);
        await WriteAsync(submission, SubmissionStorage.RequestState, new RequestState { Request = request });
        await WriteAsync(submission, SubmissionStorage.ResultState, new ResultState { Result = Some.Result(Verdict.WrongAnswer) });

        var snapshot = await submission.GetAsync();

        Assert.Equal(Verdict.WrongAnswer, snapshot?.Result?.Verdict);
        Assert.True(snapshot?.Request.ContentsRemoved);
        Assert.Equal(0, (await StoredAsync(submission)).InputBytes());
    }

    [Fact]
    public async Task BeginAsync_EndedInAnotherActivation_DoesNotRunWithoutItsInputs()
    {
        var (submission, request) = await SubmitAsync(Large);
        var run = await _cluster.Runner.NextAsync(request.Code.ToString());
        var first = Some.Result(Verdict.WrongAnswer) with { Attempts = 7 };
        var row = new GrainState<RequestState>();
        await _cluster.Storage.ReadStateAsync(SubmissionStorage.RequestState, submission.GetGrainId(), row);
        row.State = new RequestState { Request = request.WithInputsRemoved() };
        await _cluster.Storage.WriteStateAsync(SubmissionStorage.RequestState, submission.GetGrainId(), row);
        await WriteAsync(submission, SubmissionStorage.ResultState, new ResultState { Result = first });

        Assert.Null(await submission.BeginAsync(8, Some.Moment));

        Assert.Equal(7, (await GrainsCluster.ResultAsync(submission)).Attempts);
        run.Accept();
    }

    private static SubmissionRequest Large(SubmissionRequest request, int _) => request with
    {
        Files = [new SubmittedFile("in.txt", new Blob(new byte[Limit]))],
        Tests = [new TestCase("one", Blob.FromText("1"), Blob.FromText("2")), new TestCase("two", new Blob(new byte[Limit]), null)],
    };

    private async Task<(ISubmissionGrain Submission, SubmissionRequest Request)> SubmitAsync(
        Func<SubmissionRequest, int, SubmissionRequest> change, int bytes = 0)
    {
        var submission = _cluster.Submission(Guid.NewGuid());
        var request = change(Some.Request(Some.Code()), bytes);
        Assert.Null(await submission.SubmitAsync(request));
        return (submission, request);
    }

    /// <summary>Returns once the executor's report is through, and so the removal, which is part of it.</summary>
    private static async Task RemovedAsync(ISubmissionGrain submission)
    {
        var result = await GrainsCluster.ResultAsync(submission);
        Assert.True(await submission.CompleteAsync(result));
    }

    private async Task<SubmissionRequest> StoredAsync(ISubmissionGrain submission)
    {
        var row = new GrainState<RequestState>();
        await _cluster.Storage.ReadStateAsync(SubmissionStorage.RequestState, submission.GetGrainId(), row);
        return row.State!.Request!;
    }

    private Task WriteAsync<T>(ISubmissionGrain submission, string state, T value) =>
        _cluster.Storage.WriteStateAsync(state, submission.GetGrainId(), new GrainState<T>(value));

    public sealed class Fixture : IAsyncLifetime
    {
        internal GrainsCluster Cluster { get; } = new() { Submitting = static options => options.LargeInputBytes = Limit };

        public Task InitializeAsync() => Cluster.StartAsync();

        public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();
    }
}
