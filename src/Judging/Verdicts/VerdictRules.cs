using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Checkers;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Verdicts;

/// <summary>What a run deserves.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Signal">The name of the signal that ended the program; null when it exited.</param>
/// <param name="Message">One sentence on the verdict; null when there is nothing to say.</param>
internal readonly record struct Judgement(Verdict Verdict, string? Signal, string? Message);

/// <summary>
/// Turns the way a run ended into a verdict. The order counts: what the engine noted comes before what the figures show, and both
/// before the signal or status, since a program that was killed for its memory also has a signal.
/// </summary>
internal static class VerdictRules
{
    /// <summary>Judges one test.</summary>
    public static Judgement Judge(ProcessExit exit, TestCase test, Checker checker, Limits limits)
    {
        var signal = exit.Signal is { } number ? Signals.Name(number) : null;
        if (BrokenLimit.Of(exit, limits with { Output = limits.OutputFor(test.ExpectedOutput) }) is var (reason, message))
            return new Judgement(VerdictOf(reason), signal, message);
        if (signal is not null)
            return new Judgement(Verdict.RuntimeError, signal, $"ended by {signal}");
        if (exit.ExitCode is not 0)
            return new Judgement(Verdict.RuntimeError, null, $"exited with status {exit.ExitCode}");
        if (test.ExpectedOutput is not { } expected)
            return new Judgement(Verdict.Accepted, null, null);

        var difference = Comparison.FirstDifference(expected.Span, exit.Stdout.Span, checker);
        return new Judgement(difference is null ? Verdict.Accepted : Verdict.WrongAnswer, null, difference);
    }

    private static Verdict VerdictOf(ExitReason reason) => reason switch
    {
        ExitReason.Output or ExitReason.ErrorOutput => Verdict.OutputLimitExceeded,
        ExitReason.Memory => Verdict.MemoryLimitExceeded,
        _ => Verdict.TimeLimitExceeded,
    };
}
