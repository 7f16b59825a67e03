using CodeRunner.Grains.Execution;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Storage;

/// <summary>Agrees on the number of shards before the silo starts, and keeps it agreed while it runs.</summary>
internal sealed partial class ShardAgreementService(
    IShardAgreement shards, IOptions<DispatcherOptions> options, TimeProvider time, ILogger<ShardAgreementService> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var moved = await shards.AgreeAsync(cancellationToken);
        if (moved > 0)
            LogMoved(moved, options.Value.Shards);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (shards.RenewalPeriod is not { } period)
            return;
        using var timer = new PeriodicTimer(period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await shards.RenewAsync();
            }
            catch (StorageUnavailableException)
            {
                // While the storage is away nobody can join with another number either.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} unfinished submissions moved to the {Shards} shards that there are now.")]
    private partial void LogMoved(int count, int shards);
}
