using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class CancellationTests
{
    [Fact]
    public async Task CancelAsync_Queued_NeverRuns()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var (busy, code) = (Some.Code(), Some.Code());
        var first = await cluster.SubmitAsync(busy);
        var run = await cluster.Runner.NextAsync(busy);
        var submission = await cluster.SubmitAsync(code);

        var outcome = await submission.CancelAsync();
        var result = await GrainsCluster.ResultAsync(submission);
        var status = await cluster.Dispatcher.GetStatusAsync();
        run.Accept();
        await GrainsCluster.ResultAsync(first);
        await GrainsCluster.ResultAsync(await cluster.SubmitAsync(Some.Code("quick")));

        Assert.Equal(CancelOutcome.Cancelled, outcome);
        Assert.Equal((Verdict.Cancelled, SubmissionState.Cancelled), (result.Verdict, result.State));
        Assert.Equal((0, null), (result.Attempts, result.StartedAt));
        Assert.Equal(0, status.WaitingInteractive);
        Assert.False(cluster.Index.Contains(submission.GetPrimaryKey()));
        Assert.False(cluster.Runner.HasMore(code));
    }

    [Fact]
    public async Task CancelAsync_LeasedNotBegun_NeverRuns()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();

        Assert.Equal(CancelOutcome.Cancelled, await submission.CancelAsync());

        Assert.Equal(lease, await slot.Revoked);
        Assert.Null(await submission.BeginAsync(lease!.Attempt, Some.Moment));
        Assert.Equal(Verdict.Cancelled, (await GrainsCluster.ResultAsync(submission)).Verdict);
        Assert.Equal(0, (await cluster.Dispatcher.GetStatusAsync()).Leased);
    }

    [Fact]
    public async Task CancelAsync_Running_KillsTheRun()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);

        var outcome = await submission.CancelAsync();
        await run.KilledAsync();
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(CancelOutcome.Cancelled, outcome);
        Assert.Equal((Verdict.Cancelled, 1), (result.Verdict, result.Attempts));
        Assert.NotNull(result.StartedAt);
        Assert.False(cluster.Runner.HasMore(code));
    }

    [Fact]
    public async Task CancelAsync_InTheMiddleOfATest_KeepsWhatWasToldAndEndsTheWatch()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = cluster.Submission(Guid.NewGuid());
        var request = Some.Request(code);
        Assert.Null(await submission.SubmitAsync(request with { Tests = [request.Tests[0], request.Tests[0] with { Name = "2" }] }));
        var run = await cluster.Runner.NextAsync(code);
        await using var watch = submission.WatchAsync(0).GetAsyncEnumerator();
        var compile = new CompileResult(true, Blob.FromText("warning"), false, Usage.None, null);
        run.Observer.OnProgress(0, 2);
        run.Observer.OnCompiled(compile);
        run.Observer.OnProgress(1, 2);
        run.Observer.OnOutput(1, OutputStream.Stdout, "first"u8);
        run.Observer.OnTestFinished(1, Some.Test(Verdict.WrongAnswer) with { Stdout = Blob.FromText("first"), ExitCode = 3, Message = "why" });
        run.Observer.OnProgress(2, 2);
        run.Observer.OnOutput(2, OutputStream.Stderr, "second"u8);
        do
        {
            Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TestTime.Patience));
            Assert.Null((watch.Current as ProgressMade)?.Compile);
            Assert.Null((watch.Current as TestFinished)?.Result);
        }
        while (watch.Current is not OutputWritten { Test: 2 });

        var outcome = await submission.CancelAsync();
        await run.KilledAsync();
        var result = await GrainsCluster.ResultAsync(submission);
        while (watch.Current is not Finished)
        {
            Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TestTime.Patience));
        }

        Assert.Equal(CancelOutcome.Cancelled, outcome);
        Assert.Equal((Verdict.Cancelled, 1), (result.Verdict, result.Attempts));
        Assert.Equal(compile, result.Compile);
        Assert.Equal(["1 WrongAnswer first  3 why", "2 Cancelled  second  "], result.Tests.Select(Describe));
        Assert.Equal(result.Tests.Select(Describe), ((Finished)watch.Current).Result.Tests.Select(Describe));
    }

    [Fact]
    public async Task CancelAsync_LaterAttempt_KeepsNothingOfTheOneBefore()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        Assert.NotNull(await submission.BeginAsync(1, Some.Moment));
        Assert.True(await submission.ReportAsync(1, [new ProgressMade(new Progress(1, 1)), new OutputWritten(1, OutputStream.Stdout, Blob.FromText("old"))]));
        Assert.NotNull(await submission.BeginAsync(2, Some.Moment));
        Assert.True(await submission.ReportAsync(2, [new ProgressMade(new Progress(1, 1)), new OutputWritten(1, OutputStream.Stdout, Blob.FromText("new"))]));

        Assert.Equal(CancelOutcome.Cancelled, await submission.CancelAsync());

        Assert.Equal("new", Assert.Single((await GrainsCluster.ResultAsync(submission)).Tests).Stdout.ToString());
    }

    [Fact]
    public async Task CancelAsync_ActivationThatHeardOnlyTheEnd_KeepsNothing()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        Assert.True(await submission.ReportAsync(1, [new ProgressMade(new Progress(1, 1)), new OutputWritten(1, OutputStream.Stdout, Blob.FromText("end"))]));

        Assert.Equal(CancelOutcome.Cancelled, await submission.CancelAsync());

        Assert.Empty((await GrainsCluster.ResultAsync(submission)).Tests);
    }

    [Fact]
    public async Task CancelAsync_OneOfTwoWorkersOfASilo_TheOtherLives()
    {
        await using var cluster = await new GrainsCluster { Slots = 2 }.StartAsync();
        var (code, other) = (Some.Code(), Some.Code());
        var (submission, survivor) = (await cluster.SubmitAsync(code), await cluster.SubmitAsync(other));
        var (run, living) = (await cluster.Runner.NextAsync(code), await cluster.Runner.NextAsync(other));

        await submission.CancelAsync();
        await run.KilledAsync();
        living.Accept();

        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(survivor)).Verdict);
        Assert.Equal(Verdict.Cancelled, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task CancelAsync_Finished_ChangesNothing()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));
        await GrainsCluster.ResultAsync(submission);

        Assert.Equal(CancelOutcome.AlreadyFinished, await submission.CancelAsync());
        Assert.Equal(Verdict.Accepted, (await submission.GetAsync())?.Result?.Verdict);
    }

    [Fact]
    public async Task CancelAsync_Twice_TellsThatItIsFinished()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());

        var outcomes = await Task.WhenAll(submission.CancelAsync(), submission.CancelAsync());

        Assert.Contains(CancelOutcome.Cancelled, outcomes);
        Assert.Equal(CancelOutcome.AlreadyFinished, await submission.CancelAsync());
    }

    [Fact]
    public async Task CancelAsync_WhileCompleting_ExactlyOneWins()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var submission = await cluster.SubmitAsync(Some.Code());
            var completing = submission.CompleteAsync(Some.Result(Verdict.Accepted));
            var outcome = await submission.CancelAsync();

            var verdict = (await GrainsCluster.ResultAsync(submission)).Verdict;

            Assert.Equal(await completing, verdict == Verdict.Accepted);
            Assert.Equal(outcome == CancelOutcome.Cancelled, verdict == Verdict.Cancelled);
        }
    }

    private static string Describe(TestResult test) => $"{test.Name} {test.Verdict} {test.Stdout} {test.Stderr} {test.ExitCode} {test.Message}";
}
