using System.Collections.Immutable;
using CodeRunner.Sandbox.Pool;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Sandbox.Readiness;

/// <summary>
/// Brings the sandbox up: what the machine must have, warm sandboxes, then the steps of those who use them. Only then is the process ready. What is
/// missing on the machine ends the process; what is away is waited for; a probe that fails leaves it running and not ready, so that somebody can look.
/// </summary>
internal sealed partial class SandboxStartup(
    ISandboxStarter starter,
    SandboxPool pool,
    IEnumerable<IStartupStep> steps,
    SandboxReadiness readiness,
    TimeProvider time,
    ILogger<SandboxStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await starter.PrepareAsync(cancellationToken);
        }
        catch (SandboxUnavailableException exception)
        {
            // It may come later; the process is not ready until then.
            OnAway(exception);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryBringUpAsync(stoppingToken))
            await Task.Delay(Retry, time, stoppingToken);
    }

    /// <summary>False when something was away, and it is to be tried again.</summary>
    private async Task<bool> TryBringUpAsync(CancellationToken stoppingToken)
    {
        try
        {
            await starter.PrepareAsync(stoppingToken);
            pool.Warm();
            ImmutableArray<string> problems = [];
            foreach (var step in steps)
            {
                problems = await step.RunAsync(stoppingToken);
                if (!problems.IsEmpty)
                    break;
            }

            readiness.Set(problems);
            foreach (var problem in problems)
                LogProblem(problem);
            if (problems.IsEmpty)
                LogReady(starter.Description);
            return true;
        }
        catch (SandboxUnavailableException exception)
        {
            OnAway(exception);
            return false;
        }
        catch (Exception exception) when (exception is SandboxException or InvalidOperationException)
        {
            LogFailed(exception);
            readiness.Set(ImmutableArray.Create($"The sandbox does not work: {exception.Message}"));
            return true;
        }
    }

    private void OnAway(SandboxUnavailableException exception)
    {
        LogAway(exception.Message);
        readiness.Set([exception.Message]);
    }

    [LoggerMessage(LogLevel.Information, "The sandbox passed its self-test: {Description}.")]
    private partial void LogReady(string description);

    [LoggerMessage(LogLevel.Warning, "The sandbox is not there yet: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Error, "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(LogLevel.Error, "The sandbox does not work.")]
    private partial void LogFailed(Exception exception);
}
