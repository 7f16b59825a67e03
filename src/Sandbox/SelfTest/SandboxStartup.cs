using System.Collections.Immutable;
using CodeRunner.Sandbox.Languages;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.SelfTest;

/// <summary>
/// Brings the sandbox up: what the machine must have, warm sandboxes, languages, self-test. Only then is the process ready. What is
/// missing on the machine ends the process; a probe that fails leaves it running and not ready, so that somebody can look.
/// </summary>
internal sealed partial class SandboxStartup(
    ISandboxStarter starter,
    SandboxPool pool,
    LanguageCatalog languages,
    SandboxSelfTest selfTest,
    SandboxReadiness readiness,
    ILogger<SandboxStartup> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await starter.PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            pool.Warm();
            await languages.InitializeAsync(pool, stoppingToken);
            var problems = await selfTest.RunAsync(stoppingToken);
            readiness.Set(problems);
            foreach (var problem in problems)
                LogProblem(problem);
            if (problems.IsEmpty)
                LogReady(starter.Description);
        }
        catch (Exception exception) when (exception is SandboxException or InvalidOperationException)
        {
            LogFailed(exception);
            readiness.Set(ImmutableArray.Create($"The sandbox does not work: {exception.Message}"));
        }
    }

    [LoggerMessage(LogLevel.Information, "The sandbox passed its self-test: {Description}.")]
    private partial void LogReady(string description);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(LogLevel.Error, "The sandbox does not work.")]
    private partial void LogFailed(Exception exception);
}
