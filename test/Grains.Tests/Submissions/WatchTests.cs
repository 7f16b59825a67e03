using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class WatchTests
{
    [Fact]
    public async Task WatchAsync_FromTheBeginning_SeesTheWholeLife()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        await using var watch = submission.WatchAsync(0).GetAsyncEnumerator();

        Assert.Equal(new StateChanged(SubmissionState.Queued, 0) { Sequence = 1 }, await NextAsync(watch));
        Assert.Equal(new StateChanged(SubmissionState.Running, 1) { Sequence = 2 }, await NextAsync(watch));
        run.Observer.OnProgress(1, 1);
        Assert.Equal(new ProgressMade(new Progress(1, 1)) { Sequence = 3 }, await NextAsync(watch));
        run.Observer.OnOutput(1, OutputStream.Stdout, "hello"u8);
        Assert.Equal("hello", Assert.IsType<OutputWritten>(await NextAsync(watch)).Data.ToString());
        run.Observer.OnTestFinished(1, Some.Test(Verdict.Accepted));
        Assert.Equal((1, Verdict.Accepted), Assert.IsType<TestFinished>(await NextAsync(watch)) is var test ? (test.Test, test.Verdict) : default);
        run.Accept("done");
        Assert.Equal("done", Assert.IsType<Finished>(await NextAsync(watch)).Result.Message);
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task WatchAsync_InTheMiddle_ReplaysThenGoesOn()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        await submission.ReportAsync(1, [Output("a"), Output("b"), Output("c")]);

        var all = await submission.WatchAsync(0).Take(5).ToListAsync();
        await using var late = submission.WatchAsync(all[3].Sequence).GetAsyncEnumerator();

        Assert.Equal("c", Assert.IsType<OutputWritten>(await NextAsync(late)).Data.ToString());
        await submission.ReportAsync(1, [Output("d")]);
        Assert.Equal("d", Assert.IsType<OutputWritten>(await NextAsync(late)).Data.ToString());
        run.Accept();
        Assert.IsType<Finished>(await NextAsync(late));
    }

    [Fact]
    public async Task WatchAsync_ManyWatchers_SeeTheSame()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        var watches = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Watch.StartAsync(submission)));

        for (var i = 0; i < 200; i++)
        {
            run.Observer.OnOutput(1, OutputStream.Stdout, Encoding.UTF8.GetBytes($"{i} "));
        }

        run.Accept();
        var seen = await Task.WhenAll(watches.Select(static watch => watch.RestAsync()));

        var expected = string.Concat(Enumerable.Range(0, 200).Select(static i => $"{i} "));
        Assert.All(seen, events => Assert.Equal(expected, string.Concat(events.OfType<OutputWritten>().Select(static output => output.Data))));
        Assert.All(seen, static events => Assert.IsType<Finished>(events[^1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task WatchAsync_Finished_YieldsTheResultAtOnce(long after)
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));
        await GrainsCluster.ResultAsync(submission);

        var finished = Assert.IsType<Finished>(Assert.Single(await submission.WatchAsync(after).ToListAsync()));
        await cluster.Cluster.DeactivateAsync(submission);
        var again = Assert.IsType<Finished>(Assert.Single(await submission.WatchAsync(after).ToListAsync()));

        Assert.Equal(Verdict.Accepted, finished.Result.Verdict);
        Assert.True(finished.Result.IsSameAs(again.Result));
    }

    [Fact]
    public async Task WatchAsync_LargeResult_EndsWithoutItAndItCanBeHad()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        await using var watch = await Watch.StartAsync(submission);

        run.Finish(Some.Result(Verdict.Accepted) with { Tests = [Some.Test(Verdict.Accepted) with { Stdout = Blob.FromText(new string('x', 1 << 20)) }] });

        Assert.DoesNotContain(await watch.RestAsync(), static happened => happened is Finished);
        Assert.Empty(await submission.WatchAsync(0).ToListAsync());
        Assert.Equal(1 << 20, (await submission.GetAsync())?.Result?.Tests[0].Stdout.Length);
    }

    [Fact]
    public async Task WatchAsync_LogTooSmall_TellsHowManyWereMissed()
    {
        await using var cluster = await new GrainsCluster { Submitting = static options => options.EventLogCount = 3 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        await submission.ReportAsync(1, [.. Enumerable.Range(0, 10).Select(static i => Output($"{i}"))]);

        var events = await submission.WatchAsync(0).Take(4).ToListAsync();

        // Queued, running and outputs 0 to 6 are gone.
        Assert.Equal(new EventsMissed(9) { Sequence = 9 }, events[0]);
        Assert.Equal("789", string.Concat(events.OfType<OutputWritten>().Select(static output => output.Data)));
        run.Accept();
        await GrainsCluster.ResultAsync(submission);
    }

    [Fact]
    public async Task WatchAsync_TriedAgain_ShowsTheNewAttempt()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        await using var watch = await Watch.StartAsync(submission);
        (await cluster.Runner.NextAsync(code)).Fail(new Sandbox.SandboxException("broken"));
        (await cluster.Runner.NextAsync(code)).Accept();

        var states = (await watch.RestAsync()).OfType<StateChanged>().Select(static change => (change.State, change.Attempt));

        Assert.Equal([(SubmissionState.Running, 1), (SubmissionState.Running, 2)], states);
    }

    [Fact]
    public async Task WatchAsync_WatcherLeaves_TheSubmissionGoesOn()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        using var leaving = new CancellationTokenSource();
        var watching = submission.WatchAsync(0, leaving.Token).ToListAsync(leaving.Token).AsTask();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.WaitAsync(TestTime.Patience));
        run.Accept();

        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task ReportAsync_OlderAttempt_IsDropped()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await submission.BeginAsync(2, Some.Moment);

        Assert.False(await submission.ReportAsync(1, [Output("old")]));
        Assert.True(await submission.ReportAsync(2, [Output("new")]));
        await submission.CompleteAsync(Some.Result(Verdict.Accepted) with { Attempts = 2 });
        Assert.False(await submission.ReportAsync(2, [Output("late")]));
    }

    private static OutputWritten Output(string text) => new(1, OutputStream.Stdout, Contracts.Blob.FromText(text));

    private static async Task<SubmissionEvent> NextAsync(IAsyncEnumerator<SubmissionEvent> watch)
    {
        Assert.True(await watch.MoveNextAsync().AsTask().WaitAsync(TestTime.Patience));
        return watch.Current;
    }
}
