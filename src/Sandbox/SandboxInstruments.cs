using System.Diagnostics.Metrics;

namespace CodeRunner.Sandbox;

/// <summary>What this project counts.</summary>
public sealed class SandboxInstruments
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "CodeRunner.Sandbox";

    /// <summary>The compile cache, as a tag.</summary>
    internal const string CompileCache = "compile";

    /// <summary>The precompiled preambles, as a tag.</summary>
    internal const string PreambleCache = "preamble";

    /// <summary>It was there.</summary>
    internal const string Hit = "hit";

    /// <summary>It was not.</summary>
    internal const string Miss = "miss";

    /// <summary>It was being made.</summary>
    internal const string Joined = "joined";

    private readonly Counter<long> _cacheRequests;

    /// <summary>Makes the instruments.</summary>
    public SandboxInstruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _cacheRequests = meters.Create(MeterName).CreateCounter<long>("coderunner.cache.requests", "{request}", "What was looked for in a cache.");
    }

    /// <summary>Counts a look into a cache.</summary>
    internal void CacheRequest(string cache, string outcome) =>
        _cacheRequests.Add(1, new KeyValuePair<string, object?>("cache", cache), new KeyValuePair<string, object?>("outcome", outcome));
}
