using System.Collections.Concurrent;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Sandbox.Languages;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Compiling.Preambles;

/// <summary>Says which precompiled preamble a submission can use, and has those made that are missing.</summary>
internal sealed partial class PreambleCatalog(
    ISandboxStarter starter, PreambleStore store, PreambleQueue queue, SandboxInstruments instruments, ILogger<PreambleCatalog> logger)
{
    /// <summary>So often in a row may compiles fail with one that then work without it.</summary>
    private const int MaximumFailures = 3;

    /// <summary>Bounds what is remembered of preambles that don't work.</summary>
    private const int MaximumRefused = 1_024;

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, object?> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, object?> _uninstantiated = new(StringComparer.Ordinal);
    private readonly Lazy<string> _toolchain = new(() => starter.Toolchain);

    /// <summary>Whether sandboxes can use any.</summary>
    public bool IsEnabled => starter.SharesPreambles;

    /// <summary>What the sandbox's compilers work with; see <see cref="ISandboxStarter.Toolchain"/>.</summary>
    public string Toolchain => _toolchain.Value;

    /// <summary>The one that this submission can be compiled with now; null: compile it plainly.</summary>
    public PreambleSource? Find(InstalledLanguage installed, SubmissionRequest request, string standard)
    {
        if (!IsEnabled || PreambleSource.Of(installed, request, standard, Toolchain) is not { } source)
            return null;
        var found = store.TryUse(source.Key);
        instruments.CacheRequested(CacheWords.Preamble, found ? CacheWords.Hit : CacheWords.Miss);
        if (!found)
            Ask(source);
        return found ? source : null;
    }

    /// <summary>Has one made when it isn't there.</summary>
    public void Ask(PreambleSource source)
    {
        if (IsEnabled && !_refused.ContainsKey(source.Key) && !store.TryUse(source.Key))
            queue.Add(source);
    }

    /// <summary>Whether what the headers of one instantiate may be precompiled too: compiles with it did not fail for that.</summary>
    public bool MayInstantiate(PreambleSource source) => !_uninstantiated.ContainsKey(source.Key);

    /// <summary>A submission was compiled with one.</summary>
    public void Worked(PreambleSource source)
    {
        if (!_failures.IsEmpty)
            _failures.TryRemove(source.Key, out _);
    }

    /// <summary>
    /// A submission was compiled without one after it had failed with it. A source can do that on purpose; but where it goes on, something is
    /// wrong with the preamble. Where its templates are instantiated it is made anew without: the sources may specialise one of those.
    /// </summary>
    public void Failed(PreambleSource source)
    {
        if (_failures.AddOrUpdate(source.Key, 1, static (_, failures) => failures + 1) < MaximumFailures)
            return;
        _failures.TryRemove(source.Key, out _);
        store.Remove(source.Key);
        if (source.Plugin is not null && Remember(_uninstantiated, source))
        {
            LogMadeAnew(source.Key, source.Headers.Length);
            Ask(source);
            return;
        }

        LogDropped(source.Key, source.Headers.Length);
        Refuse(source);
    }

    /// <summary>One can't be made; it is not tried again before the next start.</summary>
    public void Refuse(PreambleSource source) => Remember(_refused, source);

    private static bool Remember(ConcurrentDictionary<string, object?> keys, PreambleSource source)
    {
        if (keys.Count >= MaximumRefused)
            keys.Clear();
        return keys.TryAdd(source.Key, null);
    }

    [LoggerMessage(LogLevel.Warning, "The precompiled preamble {Key} ({Headers} headers) does not work for some sources; it is made anew without instances of templates.")]
    private partial void LogMadeAnew(string key, int headers);

    [LoggerMessage(LogLevel.Warning, "The precompiled preamble {Key} ({Headers} headers) does not work any more and is not used again.")]
    private partial void LogDropped(string key, int headers);
}
