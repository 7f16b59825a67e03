using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Storage;

/// <summary>Sweeps every so often while the server runs.</summary>
internal sealed partial class RetentionService(
    IRetention retention,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionService> logger) : BackgroundService
{
    private readonly PeriodicTimer _timer = new(options.Value.Interval, time);

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var states = await retention.SweepAsync(stoppingToken);
                if (states > 0)
                    LogDeleted(states, options.Value.Period);
            }
            catch (StorageUnavailableException e)
            {
                LogSweepFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Deleted {States} states older than {Period}")]
    private partial void LogDeleted(int states, TimeSpan period);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep for old submissions failed; the next one goes on with it")]
    private partial void LogSweepFailed(Exception exception);
}
