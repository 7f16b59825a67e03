using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>Whether Redis can be written to: one that is nearly full, read-only or away takes no submission.</summary>
internal sealed class RedisHealthCheck(RedisConnection redis, RedisKeys keys, RedisSpace space, IOptions<RedisSettings> settings) : IHealthCheck
{
    // What is written is there to be written, not to be read.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.Database.StringSetAsync(keys.Health, "1", Lifetime).WaitAsync(Patience, cancellationToken);
            return await space.IsScarceAsync(cancellationToken)
                ? HealthCheckResult.Unhealthy($"Redis has less than {settings.Value.KeepFreePercent} % of its maxmemory free.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("Redis can't be written to.", exception);
        }
    }
}
