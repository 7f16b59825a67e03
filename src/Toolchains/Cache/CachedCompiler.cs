using System.Collections.Concurrent;
using System.Diagnostics;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Cache;

/// <summary>Compiles what was not compiled before. Equal compiles at the same time become one.</summary>
internal sealed class CachedCompiler(
    Compiler compiler, ArtifactStore store, PreambleCatalog toolchain, ToolchainInstruments instruments, IOptions<CompileOptions> options) : ICompiler
{
    private readonly ConcurrentDictionary<string, Task<Compilation>> _running = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<Compilation> CompileAsync(InstalledLanguage installed, SubmissionRequest request, CancellationToken cancellationToken)
    {
        var language = installed.Language;
        using var span = ToolchainInstruments.Source.StartActivity("compile");
        var began = Stopwatch.GetTimestamp();
        var compilation = await CompileAsync(new CompilePlan(installed, request, cancellationToken), cancellationToken);
        instruments.Compiled(language, Stopwatch.GetElapsedTime(began), compilation.Result.Succeeded);
        span?.SetTag("coderunner.language", language.Id).SetTag("coderunner.compile.succeeded", compilation.Result.Succeeded);
        return compilation;
    }

    private async Task<Compilation> CompileAsync(CompilePlan plan, CancellationToken cancellationToken)
    {
        if (!store.IsEnabled || CompileKey.Of(plan, toolchain.Toolchain) is not { } key)
            return await compiler.CompileAsync(plan, cancellationToken);
        while (true)
        {
            var own = new TaskCompletionSource<Compilation>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(key, own.Task);
            if (running == own.Task)
                return await CompileAsync(key, plan, own, cancellationToken);
            Count(CacheWords.Joined);
            await ((Task)running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (running.IsCompletedSuccessfully)
                return await running;
            // Cancelled, or its sandbox failed: none of that is this one's business.
        }
    }

    private async Task<Compilation> CompileAsync(
        string key, CompilePlan plan, TaskCompletionSource<Compilation> own, CancellationToken cancellationToken)
    {
        try
        {
            var compilation = await store.ReadAsync(key, cancellationToken);
            Count(compilation is null ? CacheWords.Miss : CacheWords.Hit);
            if (compilation is null)
            {
                compilation = await compiler.CompileAsync(plan, cancellationToken);
                if (IsLasting(compilation))
                    await store.WriteAsync(key, compilation);
            }

            _running.TryRemove(key, out _);
            own.SetResult(compilation);
            return compilation;
        }
        catch
        {
            _running.TryRemove(key, out _);
            own.SetCanceled(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Whether the same would come of it at any other time: no limit had to do with it.</summary>
    private bool IsLasting(Compilation compilation)
    {
        var (result, usage, value) = (compilation.Result, compilation.Result.Usage, options.Value);
        return result.Succeeded
            || (result.Message is null
                && usage.CpuTime < value.CpuTime / 2
                && usage.WallTime < value.WallTime / 2
                && usage.Memory.Bytes < value.Memory / 2);
    }

    private void Count(string outcome) => instruments.CacheRequested(CacheWords.Compile, outcome);
}
