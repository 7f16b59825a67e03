using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

/// <summary>One result wins, and none of an attempt that a later one has overtaken.</summary>
public sealed class SubmissionResultTests(SubmissionLifeTests.Fixture fixture) : IClassFixture<SubmissionLifeTests.Fixture>
{
    private readonly GrainsCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task CompleteAsync_TwoAtOnce_OneCounts()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);

        var counted = await Task.WhenAll(Enumerable.Range(1, 10)
            .Select(attempt => submission.CompleteAsync(Some.Result(Verdict.Accepted) with { Attempts = attempt })));
        run.Accept();
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(1, counted.Count(static counts => counts));
        Assert.True(counted[result.Attempts - 1]);
    }

    [Fact]
    public async Task CompleteAsync_SameResultAgain_StillCounts()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        var result = Some.Result(Verdict.WrongAnswer) with { Attempts = 1 };

        Assert.True(await submission.CompleteAsync(result));
        Assert.True(await submission.CompleteAsync(result));
        Assert.False(await submission.CompleteAsync(result with { Attempts = 2 }));
        run.Accept();

        Assert.Equal(Verdict.WrongAnswer, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task CompleteAsync_AnotherActivationWasFirst_TheStoredResultCounts()
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        var first = Some.Result(Verdict.WrongAnswer) with { Attempts = 7 };

        // What a second activation of the same grain would have done behind this one's back.
        await _cluster.Storage.WriteStateAsync(
            SubmissionStorage.ResultState, submission.GetGrainId(), new GrainState<ResultState>(new ResultState { Result = first }));
        run.Accept();
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(7, result.Attempts);
        Assert.Equal(Verdict.WrongAnswer, result.Verdict);
        Assert.False(await submission.CompleteAsync(Some.Result(Verdict.Accepted)));
    }

    [Fact]
    public async Task CompleteAsync_Result_LeavesTheIndex()
    {
        var submission = await _cluster.SubmitAsync(Some.Code("quick"));

        await GrainsCluster.ResultAsync(submission);
        await submission.CompleteAsync(Some.Result(Verdict.Accepted));

        Assert.False(_cluster.Index.Contains(submission.GetPrimaryKey()));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task BeginAsync_AfterAttemptTwo_RefusesOlderAttempts(int attempt, bool begins)
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        var run = await _cluster.Runner.NextAsync(code);
        Assert.NotNull(await submission.BeginAsync(2, Some.Moment));

        Assert.Equal(begins, await submission.BeginAsync(attempt, Some.Moment) is not null);
        Assert.Equal(begins, await submission.ReportAsync(attempt, []));
        run.Accept();
        Assert.True(await submission.CompleteAsync(Some.Result(Verdict.Accepted) with { Attempts = 8 }));
        Assert.Null(await submission.BeginAsync(9, Some.Moment));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public async Task CompleteAsync_AfterAttemptTwoBegan_RefusesOlderAttempts(int attempt, bool counts)
    {
        var code = Some.Code();
        var submission = await _cluster.SubmitAsync(code);
        await _cluster.Runner.NextAsync(code);
        await submission.BeginAsync(2, Some.Moment);

        Assert.Equal(counts, await submission.CompleteAsync(Some.Result(Verdict.Accepted) with { Attempts = attempt }));

        Assert.Equal(counts, (await submission.GetAsync())!.Result is not null);
    }
}
