using System.Collections.Concurrent;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Cache;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>Says which precompiled preamble a submission can use, and has those made that are missing.</summary>
internal sealed partial class PreambleCatalog(
    ISandboxStarter starter, PreambleStore store, PreambleQueue queue, ToolchainInstruments instruments, TimeProvider time, ILogger<PreambleCatalog> logger)
{
    /// <summary>One is not checked again before this time is over, whatever submissions make of it.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(10);

    /// <summary>Bounds what is remembered of preambles that don't work, or seem not to.</summary>
    private const int MaximumRemembered = 1_024;

    private readonly ConcurrentDictionary<string, long> _suspected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, object?> _refused = new(StringComparer.Ordinal);
    private readonly Lazy<string> _toolchain = new(() => starter.Toolchain);

    /// <summary>Whether sandboxes can use any.</summary>
    public bool IsEnabled => starter.SharesFolder;

    /// <summary>What the sandbox's compilers work with; see <see cref="ISandboxStarter.Toolchain"/>.</summary>
    public string Toolchain => _toolchain.Value;

    /// <summary>The one that this submission can be compiled with now; null: compile it plainly.</summary>
    public PreambleSource? Find(CompilePlan plan)
    {
        if (!IsEnabled || PreambleSource.Of(plan, Toolchain) is not { } source)
            return null;
        var found = store.TryUse(source.Key);
        instruments.CacheRequested(CacheWords.Preamble, found ? CacheWords.Hit : CacheWords.Miss);
        if (!found)
            Ask(source, plan.Request.Client);
        return found ? source : null;
    }

    /// <summary>Has one made when it isn't there.</summary>
    /// <param name="source">Which.</param>
    /// <param name="client">Whose submission asks, for the bounds of each client; null: the server itself.</param>
    public void Ask(PreambleSource source, string? client = null)
    {
        if (IsEnabled && !_refused.ContainsKey(source.Key) && !store.TryUse(source.Key))
            queue.Add(source, client);
    }

    /// <summary>
    /// A submission was compiled without one after it had failed with it. A source can do that on purpose, so it says nothing about the preamble: the
    /// server tries it with a source of its own, now and then, and meanwhile it is used as before (a failure costs only the one who causes it).
    /// </summary>
    public void Suspect(PreambleSource source)
    {
        var now = time.GetTimestamp();
        while (!_suspected.TryAdd(source.Key, now))
        {
            if (_suspected.TryGetValue(source.Key, out var last))
            {
                if (time.GetElapsedTime(last, now) < CheckInterval)
                    return;
                if (_suspected.TryUpdate(source.Key, now, last))
                    break;
            }
        }

        if (_suspected.Count > MaximumRemembered)
            _suspected.Clear();
        LogSuspected(source.Key, source.Headers.Length);
        queue.AddCheck(source);
    }

    /// <summary>One can't be made; it is not tried again before the next start.</summary>
    public void Refuse(PreambleSource source)
    {
        if (_refused.Count >= MaximumRemembered)
            _refused.Clear();
        _refused.TryAdd(source.Key, null);
    }

    [LoggerMessage(LogLevel.Debug, "A source failed with the precompiled preamble {Key} ({Headers} headers) and not without it; the preamble will be checked.")]
    private partial void LogSuspected(string key, int headers);
}
