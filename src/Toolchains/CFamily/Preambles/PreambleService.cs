using System.Collections.Immutable;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>Precompiles in the background, one preamble at a time: the common ones once the server is ready, then what submissions ask for.</summary>
internal sealed partial class PreambleService(
    PreambleCatalog catalog,
    PreambleStore store,
    PreambleQueue queue,
    PreambleBuilder builder,
    ILanguageCatalog languages,
    SandboxReadiness readiness,
    IOptions<PreambleOptions> options,
    TimeProvider time,
    ILogger<PreambleService> logger) : BackgroundService
{
    private static readonly string[] DefaultCommon = ["iostream", "bits/stdc++.h"];
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await readiness.WhenReady.WaitAsync(stoppingToken);
            if (!catalog.IsEnabled)
                return;
            await store.LoadAsync(stoppingToken);
            foreach (var installed in languages.Languages)
                AskForCommon(installed);
            while (true)
                await BuildAsync(await queue.TakeAsync(stoppingToken), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private void AskForCommon(InstalledLanguage installed)
    {
        var language = installed.Language;
        if (language.PrecompiledHeader is null)
            return;
        var standard = LanguageDialects.ValueOf(language, standard: null);
        foreach (var headers in options.Value.Common ?? DefaultCommon)
        {
            ImmutableArray<string> names = [.. headers.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            catalog.Ask(PreambleSource.Of(installed, names, [], standard, catalog.Toolchain));
        }
    }

    private async Task BuildAsync(PreambleTask task, CancellationToken cancellationToken)
    {
        try
        {
            if (!task.IsCheck || !await builder.CheckAsync(task.Source, cancellationToken))
                await builder.BuildAsync(task.Source, cancellationToken);
        }
        catch (SandboxException exception)
        {
            LogFailed(exception);
            await Task.Delay(FailurePause, time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A preamble could not be precompiled, as the sandbox failed.")]
    private partial void LogFailed(Exception exception);
}
