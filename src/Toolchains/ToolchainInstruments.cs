using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains;

/// <summary>What is measured of compilers and of what saves their work.</summary>
internal sealed class ToolchainInstruments
{
    private static readonly InstrumentAdvice<double> Compiles = new() { HistogramBucketBoundaries = [0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2, 5, 10, 30] };

    private readonly Histogram<double> _compiles;
    private readonly Counter<long> _cacheRequests;

    /// <summary>Makes the instruments on the sandboxes' meter.</summary>
    public ToolchainInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(SandboxInstruments.Name);
        _compiles = meter.CreateHistogram("coderunner.compile.duration", "s", "One compile, the wait for its sandbox included.", null, Compiles);
        _cacheRequests = meter.CreateCounter<long>("coderunner.cache.requests", "{request}", "Questions to a cache.");
    }

    /// <summary>The source of this project's spans; gives none unless somebody listens.</summary>
    public static ActivitySource Source { get; } = new(SandboxInstruments.Name);

    /// <summary>A compile ended.</summary>
    public void Compiled(Language language, TimeSpan duration, bool succeeded) =>
        _compiles.Record(duration.TotalSeconds, new("language", language.Id), new("outcome", succeeded ? "ok" : "failed"));

    /// <summary>A cache was asked.</summary>
    /// <param name="cache"><c>compile</c> or <c>preamble</c>.</param>
    /// <param name="outcome"><c>hit</c>, <c>miss</c> or <c>joined</c>, one that was being made already.</param>
    public void CacheRequested(string cache, string outcome) => _cacheRequests.Add(1, new("cache", cache), new("outcome", outcome));
}
