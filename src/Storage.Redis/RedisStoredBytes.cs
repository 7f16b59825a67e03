using System.Globalization;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// A client's bytes as a hash: a field for what has no result yet, and one for each period in which finished submissions lapse, named by its end in
/// Unix seconds. Redis deletes what lapses without a word, so what is counted of it must lapse by itself too.
/// </summary>
internal sealed class RedisStoredBytes(RedisConnection redis, RedisKeys keys, IOptions<RetentionOptions> retention, TimeProvider time) : IStoredBytes
{
    private const string Pending = "pending";

    // Periods that retention is divided into: bytes count for up to one of them longer than they are stored.
    private const int Periods = 24;

    // Once for each submission, however often it is said. KEYS: the unfinished ones, the client's. ARGV: id, bytes, client.
    private const string Add =
        $"""
        if redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2] .. '|' .. ARGV[3]) == 1 then
            redis.call('HINCRBY', KEYS[2], '{Pending}', ARGV[2])
            redis.call('PERSIST', KEYS[2])
        end
        """;

    // What was an estimate is weighed now. KEYS: the unfinished ones, both states. ARGV: id, what the clients' keys begin with, when it lapses.
    private const string End =
        $"""
        local noted = redis.call('HGET', KEYS[1], ARGV[1])
        if noted then
            local bytes, client = string.match(noted, '^(%d+)|(.*)$')
            local account = ARGV[2] .. client
            local stored = redis.call('HSTRLEN', KEYS[2], 'data') + redis.call('HSTRLEN', KEYS[3], 'data')
            redis.call('HDEL', KEYS[1], ARGV[1])
            redis.call('HINCRBY', account, ARGV[3], stored)
            if redis.call('HINCRBY', account, '{Pending}', -bytes) <= 0 then
                redis.call('HDEL', account, '{Pending}')
                redis.call('EXPIREAT', account, ARGV[3])
            end
        end
        """;

    private readonly long _retention = (long)retention.Value.Period.TotalSeconds;

    /// <summary>Counts a request that is being stored, unless that was done.</summary>
    public Task AddAsync(Guid id, string client, long bytes) =>
        redis.Database.ScriptEvaluateAsync(Add, [keys.PendingBytes, keys.StoredBytes(client)], [id.ToString(RedisKeys.IdFormat), bytes, client]);

    /// <summary>Counts a submission as one that begins to age; does nothing for one that isn't counted as unfinished.</summary>
    public Task EndAsync(Guid id, RedisKey request, RedisKey result)
    {
        var period = Math.Max(1, _retention / Periods);
        var lapses = ((time.GetUtcNow().ToUnixTimeSeconds() + _retention) / period + 1) * period;
        return redis.Database.ScriptEvaluateAsync(
            End, [keys.PendingBytes, request, result], [id.ToString(RedisKeys.IdFormat), keys.StoredBytes(string.Empty).ToString(), lapses]);
    }

    /// <inheritdoc/>
    public async Task<long> ReadAsync(string client)
    {
        var key = keys.StoredBytes(client);
        HashEntry[] fields;
        try
        {
            fields = await redis.Database.HashGetAllAsync(key);
        }
        catch (Exception exception) when (RedisErrors.IsAway(exception))
        {
            throw new StorageUnavailableException($"Redis can't be read: {exception.Message}", exception);
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        RedisValue[] lapsed = [.. fields.Select(static field => field.Name)
            .Where(name => name != Pending && long.Parse(name.ToString(), CultureInfo.InvariantCulture) <= now)];
        if (lapsed.Length > 0)
            _ = redis.Database.HashDeleteAsync(key, lapsed, CommandFlags.FireAndForget);
        return fields.Where(field => !lapsed.Contains(field.Name)).Sum(static field => (long)field.Value);
    }
}
