using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using CodeRunner.Grains.Storage;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>The secrets of a cluster, a list whose first is the newest: the time in seconds, a colon, the secret in Base64.</summary>
internal sealed class RedisSecretStore(RedisConnection redis, RedisKeys keys, TimeProvider time) : ISecretStore
{
    private const char Separator = ':';

    // Decided in Redis, so that of two gateways that start at the same time the second gets the first's.
    private const string ReadOrAdd =
        """
        local newest = redis.call('LINDEX', KEYS[1], 0)
        if not newest or tonumber(string.match(newest, '^%d+')) < tonumber(ARGV[1]) then
            redis.call('LPUSH', KEYS[1], ARGV[2])
        end
        return redis.call('LRANGE', KEYS[1], 0, -1)
        """;

    /// <inheritdoc/>
    public async Task<ImmutableArray<SharedSecret>> ReadAsync(DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        var made = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetUtcNow().ToUnixTimeSeconds()}{Separator}{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SharedSecret.Length))}");
        try
        {
            var answer = await redis.Database
                .ScriptEvaluateAsync(ReadOrAdd, [keys.Secrets], [notBefore?.ToUnixTimeSeconds() ?? 0, made])
                .WaitAsync(cancellationToken);
            return [.. ((string[])answer!).Select(Read)]; // A range is never null.
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
        {
            throw new StorageUnavailableException($"The secrets can't be read from Redis: {exception.Message}", exception);
        }
    }

    private static SharedSecret Read(string text)
    {
        var parts = text.Split(Separator, 2);
        return new SharedSecret(
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture)),
            ImmutableArray.Create(Convert.FromBase64String(parts[1])));
    }
}
