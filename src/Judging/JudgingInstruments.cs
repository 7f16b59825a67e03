using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox.Diagnostics;

namespace CodeRunner.Judging;

/// <summary>What is measured of programs that are judged.</summary>
internal sealed class JudgingInstruments
{
    private static readonly InstrumentAdvice<double> Tests = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60] };
    private static readonly Dictionary<Verdict, string> Words = Enum.GetValues<Verdict>()
        .ToDictionary(static verdict => verdict, static verdict => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()));

    private readonly Histogram<double> _tests;

    /// <summary>Makes the instruments on the sandboxes' meter.</summary>
    public JudgingInstruments(IMeterFactory meters) =>
        _tests = meters.Create(SandboxInstruments.Name).CreateHistogram("coderunner.test.duration", "s", "One run of a program, by the wall clock.", null, Tests);

    /// <summary>The source of this project's spans; gives none unless somebody listens.</summary>
    public static ActivitySource Source { get; } = new(SandboxInstruments.Name);

    /// <summary>A test ended.</summary>
    public void Tested(TestResult result, string language) =>
        _tests.Record(result.Usage.WallTime.TotalSeconds, new("language", language), new("verdict", Words[result.Verdict]));

    /// <summary>Puts a test's result into its span.</summary>
    public static void Describe(Activity? span, int number, TestResult result) => span?
        .SetTag("coderunner.test.number", number)
        .SetTag("coderunner.test.verdict", Words[result.Verdict]);
}
