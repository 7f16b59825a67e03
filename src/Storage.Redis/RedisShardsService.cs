using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>Agrees on the number of shards before the silo starts, and keeps it agreed while it runs.</summary>
internal sealed class RedisShardsService(RedisShards shards, TimeProvider time) : BackgroundService
{
    private readonly PeriodicTimer _timer = new(RedisShards.RenewalPeriod, time);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await shards.AgreeAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

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
                await shards.RenewAsync();
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or OperationCanceledException && !stoppingToken.IsCancellationRequested)
            {
                // While Redis is away nobody can join with another number either. Cancelled is what its client calls a call whose connection broke
                // while the process was frozen: let through, it would stop the silo.
            }
        }
    }
}
