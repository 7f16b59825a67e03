using System.Diagnostics.Metrics;

namespace CodeRunner.Sandbox.Diagnostics;

/// <summary>What is measured of sandboxes and of what runs in them.</summary>
public sealed class SandboxInstruments
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "CodeRunner.Sandbox";

    private readonly Counter<long> _cacheRequests;

    /// <summary>Makes the instruments on a meter of their own.</summary>
    public SandboxInstruments(IMeterFactory meters) =>
        _cacheRequests = meters.Create(Name).CreateCounter<long>("coderunner.cache.requests", "{request}", "Questions to a cache.");

    /// <summary>A cache was asked.</summary>
    /// <param name="cache"><c>compile</c> or <c>preamble</c>.</param>
    /// <param name="outcome"><c>hit</c>, <c>miss</c> or <c>joined</c>, one that was being made already.</param>
    public void CacheRequested(string cache, string outcome) => _cacheRequests.Add(1, new("cache", cache), new("outcome", outcome));
}
