using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>Precompiles a preamble in a sandbox that sees nothing but its include lines and our plugin, and tries it in another one.</summary>
internal sealed partial class PreambleBuilder(
    ISandboxPool pool, PreambleStore store, PreambleCatalog catalog, IOptions<CompileOptions> compile, IOptions<PreambleOptions> options,
    ILogger<PreambleBuilder> logger)
{
    /// <summary>How many times as long as a submission's compile it may take: everybody else goes first.</summary>
    private const int Patience = 4;

    /// <summary>Compilers that don't take the plugin, which is found out once.</summary>
    private readonly HashSet<string> _withoutPlugin = new(StringComparer.Ordinal);

    /// <summary>Whether the compiler itself refused the last one: not the disk, and not a machine that is too busy. One is made at a time.</summary>
    private bool _refused;

    /// <summary>
    /// Makes one, unless it is there by now. What the compiler refuses is not tried again before the next start; where only time or room on the
    /// disk was short, whoever asks next has it tried anew.
    /// </summary>
    /// <exception cref="SandboxException">No sandbox can be started.</exception>
    public async Task BuildAsync(PreambleSource source, CancellationToken cancellationToken)
    {
        if (store.TryUse(source.Key))
            return;
        foreach (var plugin in PluginsFor(source))
        {
            _refused = false;
            if (await TryBuildAsync(source, plugin, cancellationToken) || !_refused)
                return;
        }

        catalog.Refuse(source);
        LogRefused(source.Key, string.Join(' ', source.Headers));
    }

    /// <summary>
    /// Tries one that a submission's source did not compile with, with the server's own source: that one is known to be good, so only the preamble can be
    /// at fault. It is removed only for that, or because its file has changed.
    /// </summary>
    /// <returns>Whether there is nothing wrong with it, as far as can be found out now.</returns>
    /// <exception cref="SandboxException">No sandbox can be started.</exception>
    public async Task<bool> CheckAsync(PreambleSource source, CancellationToken cancellationToken)
    {
        if (!store.TryUse(source.Key))
            return true;
        _refused = false;
        if (await store.IsWholeAsync(source.Key, cancellationToken) && (await IsUsableAsync(source, cancellationToken) || !_refused))
            return true;
        store.Remove(source.Key);
        LogBroken(source.Key, string.Join(' ', source.Headers));
        return false;
    }

    /// <summary>What to try one after another; null is none.</summary>
    private InstantiationPlugin?[] PluginsFor(PreambleSource source) =>
        source.Plugin is { } plugin && !_withoutPlugin.Contains(plugin.Compiler) ? [plugin, null] : [null];

    private async Task<bool> TryBuildAsync(PreambleSource source, InstantiationPlugin? plugin, CancellationToken cancellationToken)
    {
        if (await store.AddAsync(source.Key, target => PrecompileAsync(source, plugin, target, cancellationToken)) && await IsUsableAsync(source, cancellationToken))
        {
            LogBuilt(source.Key, string.Join(' ', source.Headers), plugin is not null, store.Bytes);
            return true;
        }

        store.Remove(source.Key);
        return false;
    }

    private async Task<bool> PrecompileAsync(PreambleSource source, InstantiationPlugin? plugin, Stream target, CancellationToken cancellationToken)
    {
        await using var sandbox = await pool.RentAsync(SandboxStage.Compile, source.Language, cancellationToken);
        var (text, command) = (Preamble.ToText(source.Headers), source.Command);
        if (plugin is not null)
        {
            if (!await LoadsAsync(sandbox, plugin, cancellationToken))
                return false;
            (text, command) = (text + InstantiationPlugin.End, [.. command, InstantiationPlugin.Use]);
        }

        await sandbox.PutAsync(File(PreambleSource.HeaderName, text), cancellationToken);
        if (!IsSilent(await RunAsync(sandbox, command, cancellationToken)))
            return false;
        // One that is too large will be so again.
        _refused = !await sandbox.CopyAsync(PreambleSource.PrecompiledName, target, new ByteSize(options.Value.Largest), cancellationToken);
        return !_refused;
    }

    private async Task<bool> LoadsAsync(ISandbox sandbox, InstantiationPlugin plugin, CancellationToken cancellationToken)
    {
        await sandbox.PutAsync(File(InstantiationPlugin.SourceName, InstantiationPlugin.Source), cancellationToken);
        foreach (var command in plugin.Commands)
        {
            var exit = await RunAsync(sandbox, command, cancellationToken);
            if (IsSilent(exit))
                continue;
            if (exit.Reason == ExitReason.Ended && _withoutPlugin.Add(plugin.Compiler))
                LogWithoutPlugin(plugin.Compiler);
            return false;
        }

        return true;
    }

    private async Task<bool> IsUsableAsync(PreambleSource source, CancellationToken cancellationToken)
    {
        await using var sandbox = await pool.RentAsync(SandboxStage.Compile, source.Language, cancellationToken);
        await sandbox.PutAsync(File(source.CheckName, $"{Preamble.ToText(source.Headers)}int main() {{ return 0; }}\n"), cancellationToken);
        return IsSilent(await RunAsync(sandbox, source.CheckCommand, cancellationToken));
    }

    private async Task<ProcessExit> RunAsync(ISandbox sandbox, ImmutableArray<string> command, CancellationToken cancellationToken)
    {
        var limits = compile.Value.ToLimits();
        var spec = new ProcessSpec
        {
            Command = command,
            Environment = CompileOptions.Environment,
            Limits = limits with { WallTime = Patience * limits.WallTime, FileSize = new ByteSize(Math.Max(limits.FileSize.Bytes, options.Value.Largest)) },
            Background = true,
            KeepFiles = true,
        };
        var exit = await sandbox.RunAsync(spec, output: null, cancellationToken);
        if (!IsSilent(exit))
        {
            _refused = exit.Reason != ExitReason.WallTime;
            LogSaid(exit.Reason, exit.ExitCode, exit.Stdout.ToString() + exit.Stderr);
        }

        return exit;
    }

    private static SandboxFile File(string name, string text) => new(SandboxFolder.Work, name, Blob.FromText(text));

    private static bool IsSilent(ProcessExit exit) =>
        exit is { Reason: ExitReason.Ended, ExitCode: 0, Stdout.IsEmpty: true, Stderr.IsEmpty: true };

    [LoggerMessage(LogLevel.Information, "Precompiled {Headers} as {Key}, their templates instantiated: {Instantiated}; all preambles take {Bytes} bytes.")]
    private partial void LogBuilt(string key, string headers, bool instantiated, long bytes);

    [LoggerMessage(LogLevel.Warning, "The precompiled preamble {Key} ({Headers}) does not work any more; it is made anew.")]
    private partial void LogBroken(string key, string headers);

    // Standard headers and the server's own options only: nothing of a user's is in it but macros that they define.
    [LoggerMessage(LogLevel.Debug, "Precompiling ended with {Reason}, status {ExitCode}: {Said}")]
    private partial void LogSaid(ExitReason reason, int? exitCode, string said);

    [LoggerMessage(LogLevel.Information, "{Compiler} does not take the plugin with which what headers instantiate would be precompiled too.")]
    private partial void LogWithoutPlugin(string compiler);

    [LoggerMessage(LogLevel.Debug, "{Headers} can't be precompiled ({Key}).")]
    private partial void LogRefused(string key, string headers);
}
