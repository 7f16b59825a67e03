using System.Globalization;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox.Judging;

/// <summary>What a run deserves.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Signal">The name of the signal that ended the program; null when it exited.</param>
/// <param name="Message">One sentence on the verdict; null when there is nothing to say.</param>
internal readonly record struct Judgement(Verdict Verdict, string? Signal, string? Message);

/// <summary>
/// Turns the way a run ended into a verdict. The order counts: what the engine noted comes before what the figures show, and both
/// before the signal or status, since a program that was killed for its memory also has a signal.
/// </summary>
internal static class Verdicts
{
    /// <summary>Judges one test.</summary>
    public static Judgement Judge(ProcessExit exit, TestCase test, Checker checker, Limits limits)
    {
        var signal = exit.Signal is { } number ? Signals.Name(number) : null;
        if (LimitMessage(exit, limits with { Output = limits.OutputFor(test.ExpectedOutput) }) is var (verdict, message))
            return new Judgement(verdict, signal, message);
        if (signal is not null)
            return new Judgement(Verdict.RuntimeError, signal, $"ended by {signal}");
        if (exit.ExitCode is not 0)
            return new Judgement(Verdict.RuntimeError, null, $"exited with status {exit.ExitCode}");
        if (test.ExpectedOutput is not { } expected)
            return new Judgement(Verdict.Accepted, null, null);

        var difference = Comparison.FirstDifference(expected.Span, exit.Stdout.Span, checker);
        return new Judgement(difference is null ? Verdict.Accepted : Verdict.WrongAnswer, null, difference);
    }

    /// <summary>The limit that a run broke, by its noted reason or by its figures; null when it kept them all.</summary>
    public static (Verdict Verdict, string Message)? LimitMessage(ProcessExit exit, Limits limits)
    {
        var usage = exit.Usage;
        return exit.Reason switch
        {
            ExitReason.Output => (Verdict.OutputLimitExceeded, OverOutput(exit, limits)),
            ExitReason.ErrorOutput => (Verdict.OutputLimitExceeded, $"output limit of {limits.MaxOutput ?? limits.Output} exceeded on stderr"),
            ExitReason.CpuTime => (Verdict.TimeLimitExceeded, OverCpuTime(limits)),
            ExitReason.WallTime => (Verdict.TimeLimitExceeded, $"wall time limit of {Duration(limits.WallTime)} exceeded"),
            ExitReason.Memory => (Verdict.MemoryLimitExceeded, OverMemory(limits)),

            // Limits are polled while the program runs; a program may cross one and be gone before the next look.
            _ when usage.CpuTime > limits.CpuTime => (Verdict.TimeLimitExceeded, OverCpuTime(limits)),
            _ when usage.Memory > limits.Memory => (Verdict.MemoryLimitExceeded, OverMemory(limits)),
            _ => null,
        };
    }

    private static string OverCpuTime(Limits limits) => $"CPU time limit of {Duration(limits.CpuTime)} exceeded";

    private static string OverMemory(Limits limits) => $"memory limit of {limits.Memory} exceeded";

    private static string OverOutput(ProcessExit exit, Limits limits) => (exit.StdoutTruncated, exit.StderrTruncated) switch
    {
        (true, false) => $"output limit of {limits.Output} exceeded on stdout",
        (false, true) => $"output limit of {limits.Output} exceeded on stderr",
        _ => $"output limit of {limits.Output} exceeded",
    };

    /// <summary>A limit in words.</summary>
    public static string Duration(TimeSpan time) => time >= TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");
}
