using System.Globalization;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox;

/// <summary>The limit that a command broke.</summary>
/// <param name="Reason">Which; never <see cref="ExitReason.Ended"/>.</param>
/// <param name="Message">The same in words, to go on from a subject.</param>
public readonly record struct BrokenLimit(ExitReason Reason, string Message)
{
    /// <summary>By the noted reason of a command's end or by its figures; null when it kept all its limits.</summary>
    public static BrokenLimit? Of(ProcessExit exit, Limits limits)
    {
        ArgumentNullException.ThrowIfNull(exit);
        ArgumentNullException.ThrowIfNull(limits);
        var reason = exit.Reason switch
        {
            not ExitReason.Ended => exit.Reason,

            // Limits are polled while the program runs; a program may cross one and be gone before the next look.
            _ when exit.Usage.CpuTime > limits.CpuTime => ExitReason.CpuTime,
            _ when exit.Usage.Memory > limits.Memory => ExitReason.Memory,
            _ => ExitReason.Ended,
        };
        return reason == ExitReason.Ended ? null : new BrokenLimit(reason, Describe(reason, exit, limits));
    }

    /// <summary>A limit of time in words.</summary>
    public static string Describe(TimeSpan time) => time >= TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");

    private static string Describe(ExitReason reason, ProcessExit exit, Limits limits) => reason switch
    {
        ExitReason.CpuTime => $"CPU time limit of {Describe(limits.CpuTime)} exceeded",
        ExitReason.WallTime => $"wall time limit of {Describe(limits.WallTime)} exceeded",
        ExitReason.Memory => $"memory limit of {limits.Memory} exceeded",
        ExitReason.ErrorOutput => $"output limit of {limits.MaxOutput ?? limits.Output} exceeded on stderr",
        _ => (exit.StdoutTruncated, exit.StderrTruncated) switch
        {
            (true, false) => $"output limit of {limits.Output} exceeded on stdout",
            (false, true) => $"output limit of {limits.Output} exceeded on stderr",
            _ => $"output limit of {limits.Output} exceeded",
        },
    };
}
