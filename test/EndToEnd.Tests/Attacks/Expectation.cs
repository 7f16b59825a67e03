using System.Globalization;
using System.Text.RegularExpressions;

namespace CodeRunner.EndToEnd.Tests.Attacks;

/// <summary>One verdict that a program may get, as the corpus words it: <c>time_limit</c>, <c>runtime_error(SIGSEGV)</c>.</summary>
/// <param name="Name">The corpus' name of the verdict.</param>
/// <param name="Signal">For a runtime error: by exactly this signal.</param>
/// <param name="ExitCode">For a runtime error: with exactly this status.</param>
internal sealed partial record Expectation(string Name, string? Signal = null, int? ExitCode = null)
{
    private const string AnyVerdict = "any-but-contained";

    /// <summary>The verdicts that are the user's doing, by the corpus' names.</summary>
    private static readonly Dictionary<string, Verdict> Verdicts = new(StringComparer.Ordinal)
    {
        ["accepted"] = Verdict.Accepted,
        ["compile_error"] = Verdict.CompileError,
        ["runtime_error"] = Verdict.RuntimeError,
        ["time_limit"] = Verdict.TimeLimitExceeded,
        ["memory_limit"] = Verdict.MemoryLimitExceeded,
        ["output_limit"] = Verdict.OutputLimitExceeded,
    };

    public static Expectation Parse(string text)
    {
        var match = Pattern().Match(text);
        var name = match.Groups["name"].Value;
        if (!match.Success || (name != AnyVerdict && !Verdicts.ContainsKey(name)))
        {
            throw new FormatException($"'{text}' is no verdict.");
        }

        var signal = match.Groups["signal"] is { Success: true } s ? s.Value : null;
        int? code = match.Groups["code"] is { Success: true } c ? int.Parse(c.Value, CultureInfo.InvariantCulture) : null;
        return new Expectation(name, signal, code);
    }

    /// <summary>Whether a finished submission, or one of its tests, got this verdict.</summary>
    public bool Matches(Verdict? verdict, string? signal, int? exitCode) => Name == AnyVerdict
        ? verdict is { } given && Verdicts.ContainsValue(given)
        : verdict == Verdicts[Name]
            && (Signal is null || Signal == signal)
            && (ExitCode is null || ExitCode == exitCode);

    /// <summary>Whether a finished submission got this verdict.</summary>
    public bool Matches(JobStatus status) => Matches(status.Verdict, status.Signal, status.ExitCode);

    [GeneratedRegex(@"^(?<name>[a-z_-]+)(\((EXIT:(?<code>\d+)|(?<signal>SIG[A-Z0-9]+))\))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
