using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Sandbox.Diagnostics;

/// <summary>What is measured of sandboxes and of what runs in them.</summary>
public sealed class SandboxInstruments
{
    /// <summary>The name of the meter and of the source of spans.</summary>
    public const string Name = "CodeRunner.Sandbox";

    private const string StageTag = "stage";
    private const string LanguageTag = "language";
    private const string OutcomeTag = "outcome";

    private static readonly InstrumentAdvice<double> Starts = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1, 5] };
    private static readonly InstrumentAdvice<double> Compiles = new() { HistogramBucketBoundaries = [0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2, 5, 10, 30] };
    private static readonly InstrumentAdvice<double> Tests = new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60] };
    private static readonly Dictionary<Verdict, string> Words = Enum.GetValues<Verdict>()
        .ToDictionary(static verdict => verdict, static verdict => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()));

    private readonly Histogram<double> _starts;
    private readonly Histogram<double> _compiles;
    private readonly Histogram<double> _tests;
    private readonly Counter<long> _rents;
    private readonly Counter<long> _cacheRequests;
    private int _warmCompile;
    private int _warmRun;
    private int _dying;

    /// <summary>Makes the instruments on a meter of their own.</summary>
    public SandboxInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _starts = meter.CreateHistogram("coderunner.sandbox.start.duration", "s", "Starting one sandbox.", null, Starts);
        _compiles = meter.CreateHistogram("coderunner.compile.duration", "s", "One compile, the wait for its sandbox included.", null, Compiles);
        _tests = meter.CreateHistogram("coderunner.test.duration", "s", "One run of a program, by the wall clock.", null, Tests);
        _rents = meter.CreateCounter<long>("coderunner.sandbox.rents", "{sandbox}", "Sandboxes taken from the pool.");
        _cacheRequests = meter.CreateCounter<long>("coderunner.cache.requests", "{request}", "Questions to a cache.");
        meter.CreateObservableUpDownCounter("coderunner.sandbox.warm", Warm, "{sandbox}", "Sandboxes that stand by.");
        meter.CreateObservableUpDownCounter(
            "coderunner.sandbox.dying", () => Volatile.Read(ref _dying), "{sandbox}", "Sandboxes that were killed and are not gone after their time.");
    }

    /// <summary>The source of this project's spans; gives none unless somebody listens.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>A sandbox came up, or did not.</summary>
    public void Started(SandboxStage stage, TimeSpan duration, bool succeeded) =>
        _starts.Record(duration.TotalSeconds, new(StageTag, Word(stage)), new(OutcomeTag, succeeded ? "ok" : "failed"));

    /// <summary>Somebody took a sandbox, or waits for one.</summary>
    public void Rented(SandboxStage stage, bool warm) => _rents.Add(1, new(StageTag, Word(stage)), new(OutcomeTag, warm ? "warm" : "waited"));

    /// <summary>There are more or fewer that stand by.</summary>
    public void Warmed(SandboxStage stage, int change) => Interlocked.Add(ref stage == SandboxStage.Compile ? ref _warmCompile : ref _warmRun, change);

    /// <summary>There are more or fewer that should be gone and are not.</summary>
    internal void Dying(int change) => Interlocked.Add(ref _dying, change);

    /// <summary>A compile ended.</summary>
    public void Compiled(Language language, TimeSpan duration, bool succeeded)
    {
        ArgumentNullException.ThrowIfNull(language);
        _compiles.Record(duration.TotalSeconds, new(LanguageTag, language.Id), new(OutcomeTag, succeeded ? "ok" : "failed"));
    }

    /// <summary>A test ended.</summary>
    public void Tested(TestResult result, Language language)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(language);
        _tests.Record(result.Usage.WallTime.TotalSeconds, new(LanguageTag, language.Id), new("verdict", Words[result.Verdict]));
    }

    /// <summary>A cache was asked.</summary>
    /// <param name="cache"><c>compile</c> or <c>preamble</c>.</param>
    /// <param name="outcome"><c>hit</c>, <c>miss</c> or <c>joined</c>, one that was being made already.</param>
    public void CacheRequested(string cache, string outcome) => _cacheRequests.Add(1, new("cache", cache), new(OutcomeTag, outcome));

    /// <summary>Puts a test's result into its span.</summary>
    internal static void Describe(Activity? span, int number, TestResult result) => span?
        .SetTag("coderunner.test.number", number)
        .SetTag("coderunner.test.verdict", Words[result.Verdict]);

    private static string Word(SandboxStage stage) => stage == SandboxStage.Compile ? "compile" : "run";

    private IEnumerable<Measurement<int>> Warm() =>
    [
        new(Volatile.Read(ref _warmCompile), new KeyValuePair<string, object?>(StageTag, Word(SandboxStage.Compile))),
        new(Volatile.Read(ref _warmRun), new KeyValuePair<string, object?>(StageTag, Word(SandboxStage.Run))),
    ];
}
