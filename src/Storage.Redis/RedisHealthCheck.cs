using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>Whether Redis can be written to: one that is nearly full, read-only or away takes no submission.</summary>
internal sealed class RedisHealthCheck(RedisConnection redis, RedisKeys keys, IOptions<RedisSettings> settings) : IHealthCheck
{
    // What is written is there to be written, not to be read.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.Database.StringSetAsync(keys.Health, "1", Lifetime).WaitAsync(Patience, cancellationToken);
            var memory = (string?)await redis.Database.ExecuteAsync("INFO", "memory").WaitAsync(Patience, cancellationToken);
            return IsNearlyFull(memory ?? "", settings.Value.KeepFreePercent)
                ? HealthCheckResult.Unhealthy($"Redis has less than {settings.Value.KeepFreePercent} % of its maxmemory free.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
        {
            return HealthCheckResult.Unhealthy("Redis can't be written to.", exception);
        }
    }

    // A Redis that doesn't tell has no bound that we know of.
    private static bool IsNearlyFull(string info, int kept) =>
        Read(info, "maxmemory:") is > 0 and var most && Read(info, "used_memory:") is { } used && used > most - (most / 100 * kept);

    private static long? Read(string info, string name)
    {
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && long.TryParse(line[name.Length..], CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return null;
    }
}
