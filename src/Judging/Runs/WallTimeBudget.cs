using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Verdicts;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Runs;

/// <summary>
/// What is left of the wall time that all tests of a submission may take together. It counts what the tests themselves took, so neither the compiler
/// nor the engine nor a wait for another turn is on the user's account.
/// </summary>
internal sealed class WallTimeBudget(Limits limits)
{
    /// <summary>The least that a limit can say.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private TimeSpan _left = limits.TotalWallTime ?? TimeSpan.MaxValue;
    private TimeSpan _taken;
    private TimeSpan _outsideWait;

    /// <summary>Whether no further test can run.</summary>
    public bool IsSpent => _left < Least;

    /// <summary>The limits of the next test.</summary>
    public Limits Next => _left < limits.WallTime ? limits with { WallTime = _left } : limits;

    private string Message => $"total wall time limit of {BrokenLimit.Describe(limits.TotalWallTime ?? default)} for all tests exceeded";

    /// <summary>Takes off what a test took.</summary>
    /// <param name="test">The test.</param>
    /// <param name="outsideWait">How long others kept it waiting; of a test of an earlier turn nobody knows.</param>
    public void Spend(TestResult test, TimeSpan outsideWait = default)
    {
        _left -= test.Usage.WallTime;
        _taken += test.Usage.WallTime;
        _outsideWait += outsideWait;
    }

    /// <summary>
    /// How a test ended, seen together with those before it where it was their time that ran out: then it matters who had the processors during all
    /// of them. Not after <see cref="Spend"/> of the test itself.
    /// </summary>
    public ProcessExit Within(ProcessExit exit) => !IsTotalOver(exit)
        ? exit
        : exit with { Usage = exit.Usage with { WallTime = exit.Usage.WallTime + _taken }, OutsideWait = exit.OutsideWait + _outsideWait };

    /// <summary>A judgement that says which of the two limits it was that ended the test.</summary>
    public Judgement Explain(Judgement judgement, ProcessExit exit) =>
        IsTotalOver(exit) ? judgement with { Message = Message } : judgement;

    /// <summary>The result of a test for which no time is left.</summary>
    public TestResult NotRun(TestCase test) =>
        new() { Name = test.Name, Verdict = Verdict.TimeLimitExceeded, Usage = Usage.None, Message = Message };

    private bool IsTotalOver(ProcessExit exit) => exit.Reason == ExitReason.WallTime && _left < limits.WallTime;
}
