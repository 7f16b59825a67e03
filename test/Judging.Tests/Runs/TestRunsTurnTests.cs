using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests.Runs;

/// <summary>A submission whose tests don't all run, or not all in one turn.</summary>
public sealed class TestRunsTurnTests
{
    private const string OutOfTime = "total wall time limit of 10 s for all tests exceeded";

    private readonly RunnerFixture _fixture = new();

    private FakeSandboxPool Pool => _fixture.Pool;

    [Fact]
    public async Task RunAsync_EarlierResults_AreKeptAndNotRunAgain()
    {
        var earlier = new TestResult { Name = "one", Verdict = Verdict.WrongAnswer, Stdout = Blob.FromText("1"), Usage = FakeExit.Little, Message = "no" };
        _fixture.Observer.Earlier = [earlier];

        var result = await _fixture.RunAsync(RunnerFixture.Request(RunnerFixture.Test("x", "1", "one"), RunnerFixture.Test(null, "2", "two")));

        Assert.Equal(Verdict.WrongAnswer, result.Verdict);
        Assert.Same(earlier, result.Tests[0]);
        Assert.Equal(["one", "two"], result.Tests.Select(static test => test.Name));
        Assert.Equal([Blob.FromText("2")], Pool.Rented[1].Specs.Select(static spec => spec.Stdin));
        Assert.Equal(["progress 0/2", "progress 2/2", "finished 2 Accepted"], _fixture.Observer.Events);
    }

    [Fact]
    public async Task RunAsync_EarlierResults_CountForTheKeptOutput()
    {
        _fixture.Judging.KeptOutput = 100;
        _fixture.Judging.Excerpt = 4;
        _fixture.Observer.Earlier = [new TestResult { Name = "one", Verdict = Verdict.Accepted, Stdout = Blob.FromText(new string('x', 95)), Usage = FakeExit.Little }];
        Pool.Exit = static (_, _, _) => FakeExit.Ok("0123456789");

        var result = await _fixture.RunAsync(RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null)));

        Assert.Equal("0123", result.Tests[1].Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_TotalWallTimeIsOver_EndsTheTestAndLeavesTheRestOut()
    {
        Pool.Exit = static (stage, spec, number) => stage == SandboxStage.Compile ? FakeExit.Ok()
            : number < 3 ? Took(4) : Took(spec.Limits.WallTime.TotalSeconds) with { Reason = ExitReason.WallTime, ExitCode = null, Signal = 9 };

        var result = await _fixture.RunAsync(Request(tests: 5));

        Assert.Equal([6, 6, 2], Pool.Rented[1].Specs.Select(static spec => spec.Limits.WallTime.TotalSeconds));
        Assert.Equal(
            [(Verdict.Accepted, null), (Verdict.Accepted, null), (Verdict.TimeLimitExceeded, OutOfTime), (Verdict.TimeLimitExceeded, OutOfTime), (Verdict.TimeLimitExceeded, OutOfTime)],
            result.Tests.Select(static test => (test.Verdict, test.Message)));
        Assert.Equal(Usage.None, result.Tests[^1].Usage);
        Assert.Equal(Verdict.TimeLimitExceeded, result.Verdict);
        Assert.Equal($"test 3: {OutOfTime}", result.Message);
        Assert.Contains("finished 5 TimeLimitExceeded", _fixture.Observer.Events);
    }

    [Fact]
    public async Task RunAsync_OneTestIsTooSlow_IsToldItsOwnLimit()
    {
        Pool.Exit = static (stage, _, number) => stage == SandboxStage.Run && number == 1
            ? Took(6) with { Reason = ExitReason.WallTime, ExitCode = null, Signal = 9 } : FakeExit.Ok();

        var result = await _fixture.RunAsync(Request(tests: 2));

        Assert.Equal("wall time limit of 6 s exceeded", result.Tests[0].Message);
        Assert.Equal(Verdict.Accepted, result.Tests[1].Verdict);
    }

    [Fact]
    public async Task RunAsync_EarlierTests_CountForTheTotalWallTime()
    {
        _fixture.Observer.Earlier = [new TestResult { Name = "1", Verdict = Verdict.Accepted, Usage = FakeExit.Little with { WallTime = TimeSpan.FromSeconds(10) } }];

        var result = await _fixture.RunAsync(Request(tests: 3) with { StopOnFirstFailure = true });

        Assert.Equal([Verdict.Accepted, Verdict.TimeLimitExceeded], result.Tests.Select(static test => test.Verdict));
        Assert.Single(Pool.Rented);
    }

    private static SubmissionRequest Request(int tests) => RunnerFixture.Request([.. Enumerable.Range(0, tests).Select(static _ => RunnerFixture.Test(null))]) with
    {
        Limits = RunnerFixture.Limits with { TotalWallTime = TimeSpan.FromSeconds(10) },
    };

    private static ProcessExit Took(double seconds) => FakeExit.Ok() with { Usage = FakeExit.Little with { WallTime = TimeSpan.FromSeconds(seconds) } };
}
