using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Submissions;

public sealed class RunSoFarTests
{
    private const int Kept = 10;

    private static readonly SubmissionRequest _request = Some.Request("code") with
    {
        Tests = [new TestCase("one", Blob.Empty, null), new TestCase("two", Blob.Empty, null), new TestCase("three", Blob.Empty, null)],
    };

    private readonly RunSoFar _run = new(Kept, []);

    [Fact]
    public void Cancelled_NothingTold_HasNoTest()
    {
        var result = Cancelled();

        Assert.Equal((Verdict.Cancelled, null, Some.Moment), (result.Verdict, result.Compile, result.FinishedAt));
        Assert.Empty(result.Tests);
    }

    [Fact]
    public void Cancelled_WhileItCompiles_HasNoTest()
    {
        Add(Begin(0));

        Assert.Empty(Cancelled().Tests);
    }

    [Fact]
    public void Cancelled_InTheMiddleOfATest_HasThoseBeforeAndWhatItWrote()
    {
        var compile = new CompileResult(true, Blob.FromText("warning"), false, Usage.None, null);
        Add(Begin(1) with { Compile = compile }, Wrote(1, "a"));
        Add(Wrote(1, "b"), Wrote(1, "e", OutputStream.Stderr), Ended(1, Verdict.WrongAnswer), Begin(2), Wrote(2, "c"), Ended(2, Verdict.Accepted));
        _run.Add([Begin(3), Wrote(3, "d")], Some.Moment - TimeSpan.FromSeconds(2));

        var result = Cancelled();

        Assert.Equal((Verdict.Cancelled, compile), (result.Verdict, result.Compile));
        Assert.Equal(
            ["1 WrongAnswer ab e", "1 Accepted c ", "three Cancelled d "],
            result.Tests.Select(static test => $"{test.Name} {test.Verdict} {test.Stdout} {test.Stderr}"));
        Assert.All(result.Tests, static test => Assert.False(test.StdoutTruncated || test.StderrTruncated));
        Assert.Equal(Usage.None with { WallTime = TimeSpan.FromSeconds(2) }, result.Tests[2].Usage);
    }

    [Fact]
    public void Cancelled_MoreOutputThanIsKept_IsCutAndMarked()
    {
        Add(Begin(1), Wrote(1, "0123456"), Wrote(1, "789abc"), Wrote(1, "d"), Wrote(1, "e", OutputStream.Stderr));

        var test = Assert.Single(Cancelled().Tests);

        Assert.Equal(("0123456789", true), (test.Stdout.ToString(), test.StdoutTruncated));
        Assert.Equal(("", true), (test.Stderr.ToString(), test.StderrTruncated));
    }

    [Fact]
    public void Cancelled_EndedTestsWroteMoreThanIsKept_TheRunningOneIsKeptAllTheSame()
    {
        Add(Begin(1), Wrote(1, "0123456"), Ended(1, Verdict.Accepted), Begin(2), Wrote(2, "0123456"), Ended(2, Verdict.Accepted), Begin(3), Wrote(3, "0123456789"));

        Assert.Equal(
            [("0123456", false), ("012", true), ("0123456789", false)],
            Cancelled().Tests.Select(static test => (test.Stdout.ToString(), test.StdoutTruncated)));
    }

    [Fact]
    public void Cancelled_SomethingWasMissed_NothingStandsBehindTheGap()
    {
        Add(Begin(1), Wrote(1, "a"), new EventsMissed(1));
        Add(Wrote(1, "c"));

        var test = Assert.Single(Cancelled().Tests);

        Assert.Equal(("a", true, true), (test.Stdout.ToString(), test.StdoutTruncated, test.StderrTruncated));
    }

    [Fact]
    public void Cancelled_MissedInATestThatEnded_IsMarkedThere()
    {
        Add(Begin(1), Wrote(1, "a"), Ended(1, Verdict.Accepted), Begin(2), new EventsMissed(1));
        Add(Ended(2, Verdict.Accepted), Begin(3), Wrote(3, "b"));

        Assert.Equal(
            [("a", true), ("", true), ("b", false)],
            Cancelled().Tests.Select(static test => (test.Stdout.ToString(), test.StdoutTruncated)));
    }

    [Fact]
    public void Cancelled_ResultOfATestWasLost_LaterOnesAreNotGivenItsPlace()
    {
        Add(Begin(1), Ended(1, Verdict.Accepted), Begin(2));
        Add(Begin(3), Wrote(3, "c"), Ended(3, Verdict.Accepted));

        Assert.Equal("1", Assert.Single(Cancelled().Tests).Name);
    }

    [Fact]
    public void Cancelled_AfterATurnThatGaveItsSlotUp_HasTheTestsOfBothTurns()
    {
        var one = new TestResult { Name = "one", Verdict = Verdict.Accepted, Usage = Usage.None, Stdout = Blob.FromText(new string('x', Kept + 1)) };
        var run = new RunSoFar(Kept, [one]);

        run.Add([new TestFinished(1, Verdict.Accepted, Usage.None), Begin(2)], DateTimeOffset.UnixEpoch);
        var tests = run.Cancelled(_request, DateTimeOffset.UnixEpoch).Tests;

        Assert.Equal([("one", Verdict.Accepted), ("two", Verdict.Cancelled)], tests.Select(static test => (test.Name, test.Verdict)));
        Assert.Equal((Kept, true), (tests[0].Stdout.Length, tests[0].StdoutTruncated));
    }

    private static ProgressMade Begin(int test) => new(new Progress(test, 3));

    private static OutputWritten Wrote(int test, string text, OutputStream stream = OutputStream.Stdout) => new(test, stream, Blob.FromText(text));

    private static TestFinished Ended(int test, Verdict verdict) => new(test, verdict, Usage.None) { Result = Some.Test(verdict) };

    private void Add(params SubmissionEvent[] events) => _run.Add(events, Some.Moment);

    private SubmissionResult Cancelled() => _run.Cancelled(_request, Some.Moment);
}
