using System.Diagnostics.Metrics;

namespace CodeRunner.Sandbox.Diagnostics;

/// <summary>What is measured of sandboxes.</summary>
public sealed class SandboxInstruments
{
    /// <summary>The name of the meter and of the sources of spans, those of what runs in sandboxes among them.</summary>
    public const string Name = "CodeRunner.Sandbox";

    private const string StageTag = "stage";
    private const string OutcomeTag = "outcome";

    private static readonly InstrumentAdvice<double> Starts = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1, 0.25, 1, 5] };

    private readonly Histogram<double> _starts;
    private readonly Counter<long> _rents;
    private int _warmCompile;
    private int _warmRun;
    private int _dying;

    /// <summary>Makes the instruments on a meter of their own.</summary>
    public SandboxInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _starts = meter.CreateHistogram("coderunner.sandbox.start.duration", "s", "Starting one sandbox.", null, Starts);
        _rents = meter.CreateCounter<long>("coderunner.sandbox.rents", "{sandbox}", "Sandboxes taken from the pool.");
        meter.CreateObservableUpDownCounter("coderunner.sandbox.warm", Warm, "{sandbox}", "Sandboxes that stand by.");
        meter.CreateObservableUpDownCounter(
            "coderunner.sandbox.dying", () => Volatile.Read(ref _dying), "{sandbox}", "Sandboxes that were killed and are not gone after their time.");
    }

    /// <summary>A sandbox came up, or did not.</summary>
    public void Started(SandboxStage stage, TimeSpan duration, bool succeeded) =>
        _starts.Record(duration.TotalSeconds, new(StageTag, Word(stage)), new(OutcomeTag, succeeded ? "ok" : "failed"));

    /// <summary>Somebody took a sandbox, or waits for one.</summary>
    public void Rented(SandboxStage stage, bool warm) => _rents.Add(1, new(StageTag, Word(stage)), new(OutcomeTag, warm ? "warm" : "waited"));

    /// <summary>There are more or fewer that stand by.</summary>
    public void Warmed(SandboxStage stage, int change) => Interlocked.Add(ref stage == SandboxStage.Compile ? ref _warmCompile : ref _warmRun, change);

    /// <summary>There are more or fewer that should be gone and are not.</summary>
    internal void Dying(int change) => Interlocked.Add(ref _dying, change);

    private static string Word(SandboxStage stage) => stage == SandboxStage.Compile ? "compile" : "run";

    private IEnumerable<Measurement<int>> Warm() =>
    [
        new(Volatile.Read(ref _warmCompile), new KeyValuePair<string, object?>(StageTag, Word(SandboxStage.Compile))),
        new(Volatile.Read(ref _warmRun), new KeyValuePair<string, object?>(StageTag, Word(SandboxStage.Run))),
    ];
}
