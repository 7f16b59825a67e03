using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Verdicts;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Tests.Verdicts;

public sealed class VerdictsTests
{
    private static readonly Limits _limits =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64);

    private static readonly Usage _little = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), ByteSize.FromMiB(1));
    private static readonly ProcessExit _ok = new() { Reason = ExitReason.Ended, ExitCode = 0, Usage = _little, Stdout = Blob.FromText("42\n") };
    private static readonly ProcessExit _killed = _ok with { ExitCode = null, Signal = 9 };

    public static TheoryData<string, ProcessExit, Verdict, string?, string?> Exits => new()
    {
        { "right", _ok, Verdict.Accepted, null, null },
        { "output", _killed with { Reason = ExitReason.Output }, Verdict.OutputLimitExceeded, "SIGKILL", "output limit of 1 MiB exceeded" },
        {
            "output on stdout", _killed with { Reason = ExitReason.Output, StdoutTruncated = true }, Verdict.OutputLimitExceeded, "SIGKILL",
            "output limit of 1 MiB exceeded on stdout"
        },
        {
            "output on stderr", _ok with { Reason = ExitReason.Output, StderrTruncated = true }, Verdict.OutputLimitExceeded, null,
            "output limit of 1 MiB exceeded on stderr"
        },
        { "too much on stderr", _killed with { Reason = ExitReason.ErrorOutput, StderrTruncated = true }, Verdict.OutputLimitExceeded, "SIGKILL", "output limit of 1 MiB exceeded on stderr" },
        { "cut stderr", _ok with { StderrTruncated = true }, Verdict.Accepted, null, null },
        { "cpu", _killed with { Reason = ExitReason.CpuTime }, Verdict.TimeLimitExceeded, "SIGKILL", "CPU time limit of 2 s exceeded" },
        { "wall", _killed with { Reason = ExitReason.WallTime }, Verdict.TimeLimitExceeded, "SIGKILL", "wall time limit of 6 s exceeded" },
        { "memory", _killed with { Reason = ExitReason.Memory }, Verdict.MemoryLimitExceeded, "SIGKILL", "memory limit of 256 MiB exceeded" },
        {
            "memory of a child", _ok with { Reason = ExitReason.Memory }, Verdict.MemoryLimitExceeded, null, "memory limit of 256 MiB exceeded"
        },
        {
            "measured cpu", _ok with { Usage = _little with { CpuTime = TimeSpan.FromSeconds(2.001) } }, Verdict.TimeLimitExceeded, null,
            "CPU time limit of 2 s exceeded"
        },
        { "cpu at the limit", _ok with { Usage = _little with { CpuTime = TimeSpan.FromSeconds(2) } }, Verdict.Accepted, null, null },
        {
            "peak", _ok with { Usage = _little with { Memory = new ByteSize((256L << 20) + 1) } }, Verdict.MemoryLimitExceeded, null,
            "memory limit of 256 MiB exceeded"
        },
        { "peak at the limit", _ok with { Usage = _little with { Memory = ByteSize.FromMiB(256) } }, Verdict.Accepted, null, null },
        { "signal", _ok with { ExitCode = null, Signal = 11 }, Verdict.RuntimeError, "SIGSEGV", "ended by SIGSEGV" },
        { "own kill", _killed, Verdict.RuntimeError, "SIGKILL", "ended by SIGKILL" },
        { "status", _ok with { ExitCode = 3 }, Verdict.RuntimeError, null, "exited with status 3" },
        { "status 137", _ok with { ExitCode = 137 }, Verdict.RuntimeError, null, "exited with status 137" },
        {
            "wrong", _ok with { Stdout = Blob.FromText("41\n") }, Verdict.WrongAnswer, null, "line 1: expected \"42\", got \"41\""
        },

        // What was noted first wins over what the figures show afterwards.
        {
            "output before cpu", _killed with { Reason = ExitReason.Output, Usage = _little with { CpuTime = TimeSpan.FromSeconds(9) } },
            Verdict.OutputLimitExceeded, "SIGKILL", "output limit of 1 MiB exceeded"
        },
        {
            "wall before peak", _killed with { Reason = ExitReason.WallTime, Usage = _little with { Memory = ByteSize.FromMiB(300) } },
            Verdict.TimeLimitExceeded, "SIGKILL", "wall time limit of 6 s exceeded"
        },
        {
            "memory before measured cpu", _killed with { Reason = ExitReason.Memory, Usage = _little with { CpuTime = TimeSpan.FromSeconds(9) } },
            Verdict.MemoryLimitExceeded, "SIGKILL", "memory limit of 256 MiB exceeded"
        },
        {
            "measured cpu before peak", _ok with { Usage = new Usage(TimeSpan.FromSeconds(9), TimeSpan.Zero, ByteSize.FromMiB(300)) },
            Verdict.TimeLimitExceeded, null, "CPU time limit of 2 s exceeded"
        },
        {
            "peak before signal", _killed with { Usage = _little with { Memory = ByteSize.FromMiB(300) } }, Verdict.MemoryLimitExceeded, "SIGKILL",
            "memory limit of 256 MiB exceeded"
        },
        {
            "status before the checker", _ok with { ExitCode = 1, Stdout = Blob.FromText("41") }, Verdict.RuntimeError, null, "exited with status 1"
        },
    };

    [Theory]
    [MemberData(nameof(Exits))]
    public void Judge_Exit_GivesItsVerdict(string name, ProcessExit exit, Verdict verdict, string? signal, string? message)
    {
        var judgement = VerdictRules.Judge(exit, new TestCase(name, default, Blob.FromText("42")), Checker.Default, _limits);

        Assert.Equal(new Judgement(verdict, signal, message), judgement);
    }

    [Fact]
    public void Judge_NothingExpected_AcceptsAnything()
    {
        Assert.Equal(Verdict.Accepted, VerdictRules.Judge(_ok, new TestCase("t", default, null), Checker.Default, _limits).Verdict);
        Assert.Equal(Verdict.WrongAnswer, VerdictRules.Judge(_ok, new TestCase("t", default, Blob.Empty), Checker.Default, _limits).Verdict);
    }

    [Theory]
    [InlineData(1, "1 ms")]
    [InlineData(250, "250 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(1000, "1 s")]
    [InlineData(1500, "1.5 s")]
    [InlineData(15000, "15 s")]
    public void Judge_TimeLimit_IsNamedInItsUnit(int milliseconds, string text)
    {
        var limits = _limits with { CpuTime = TimeSpan.FromMilliseconds(milliseconds) };

        var judgement = VerdictRules.Judge(_ok with { Reason = ExitReason.CpuTime }, new TestCase("t", default, null), Checker.Default, limits);

        Assert.Equal($"CPU time limit of {text} exceeded", judgement.Message);
    }

    [Theory]
    [InlineData(1, "SIGHUP")]
    [InlineData(2, "SIGINT")]
    [InlineData(4, "SIGILL")]
    [InlineData(6, "SIGABRT")]
    [InlineData(7, "SIGBUS")]
    [InlineData(8, "SIGFPE")]
    [InlineData(9, "SIGKILL")]
    [InlineData(11, "SIGSEGV")]
    [InlineData(13, "SIGPIPE")]
    [InlineData(15, "SIGTERM")]
    [InlineData(16, "SIGSTKFLT")]
    [InlineData(24, "SIGXCPU")]
    [InlineData(25, "SIGXFSZ")]
    [InlineData(31, "SIGSYS")]
    [InlineData(32, "SIG32")]
    [InlineData(34, "SIGRTMIN")]
    [InlineData(35, "SIGRTMIN+1")]
    [InlineData(63, "SIGRTMIN+29")]
    [InlineData(64, "SIGRTMAX")]
    [InlineData(65, "SIG65")]
    [InlineData(0, "SIG0")]
    public void Name_Signal_IsTheUsualOne(int signal, string name) => Assert.Equal(name, Signals.Name(signal));
}
