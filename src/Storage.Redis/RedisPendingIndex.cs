using System.Globalization;
using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// The pending index of a shard as one hash: a field an entry, and another one for its attempts once there are some. What leaves
/// the index has its result, so that is the moment when its stored states begin to age.
/// </summary>
internal sealed class RedisPendingIndex(RedisConnection redis, RedisKeys keys, RedisStoredBytes stored, IOptions<RetentionOptions> retention) : IPendingIndex
{
    private const char Separator = '|';
    private const string AttemptsSuffix = ":n";
    private const int PageSize = 1000;

    // Only if it is still there: this is sent without waiting, and may arrive after the result.
    private const string SetAttempts = "if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[2], ARGV[3]) end";

    // In one step, so that nothing is left behind that would never age.
    private const string Remove =
        """
        redis.call('EXPIRE', KEYS[2], ARGV[3])
        redis.call('EXPIRE', KEYS[3], ARGV[3])
        redis.call('HDEL', KEYS[1], ARGV[1], ARGV[2])
        """;

    private readonly long _retentionSeconds = (long)retention.Value.Period.TotalSeconds;

    /// <summary>The fields that an entry may have.</summary>
    public static RedisValue[] FieldsOf(Guid id) => [Format(id), Format(id) + AttemptsSuffix];

    /// <inheritdoc/>
    public Task AddAsync(int shard, QueueEntry entry, long bytes = 0)
    {
        // Sent together: it costs no further way.
        var counting = bytes > 0 ? stored.AddAsync(entry.Id, entry.Client, bytes) : Task.CompletedTask;
        return Task.WhenAll(counting, WriteAsync(shard, entry));
    }

    /// <inheritdoc/>
    public Task SetAttemptsAsync(int shard, Guid id, int attempts) =>
        redis.Database.ScriptEvaluateAsync(SetAttempts, [keys.Pending(shard)], [Format(id), Format(id) + AttemptsSuffix, attempts]);

    /// <inheritdoc/>
    public async Task<int> GetAttemptsAsync(int shard, Guid id) =>
        (int)await redis.Database.HashGetAsync(keys.Pending(shard), Format(id) + AttemptsSuffix);

    /// <inheritdoc/>
    public Task RemoveAsync(int shard, Guid id)
    {
        var name = Format(id);
        var (request, result) = (keys.State(name, SubmissionStorage.RequestState), keys.State(name, SubmissionStorage.ResultState));

        // Before the states begin to age, and before the entry is gone: what fails halfway is done again with it.
        var counting = stored.EndAsync(id, request, result);
        return Task.WhenAll(counting, redis.Database.ScriptEvaluateAsync(
            Remove,
            [keys.Pending(shard), request, result],
            [name, name + AttemptsSuffix, _retentionSeconds]));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QueueEntry> ReadAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Dictionary<string, QueueEntry> entries = [];
        Dictionary<string, int> attempts = [];

        // A scan may give a field twice, in no order, and none that was there all the time is left out.
        await foreach (var field in redis.Database.HashScanAsync(keys.Pending(shard), pageSize: PageSize).WithCancellation(cancellationToken))
        {
            var name = field.Name.ToString();
            if (name.EndsWith(AttemptsSuffix, StringComparison.Ordinal))
                attempts[name[..^AttemptsSuffix.Length]] = (int)field.Value;
            else
                entries[name] = Read(name, field.Value.ToString());
        }

        foreach (var (name, entry) in entries.OrderBy(static entry => entry.Value.CreatedAt))
            yield return entry with { Attempts = attempts.GetValueOrDefault(name) };
    }

    private Task WriteAsync(int shard, QueueEntry entry)
    {
        var id = Format(entry.Id);
        return entry.Attempts == 0
            ? redis.Database.HashSetAsync(keys.Pending(shard), id, Write(entry))
            : redis.Database.HashSetAsync(keys.Pending(shard), [new(id, Write(entry)), new(id + AttemptsSuffix, entry.Attempts)]);
    }

    private static string Format(Guid id) => id.ToString(RedisKeys.IdFormat);

    private static string Write(QueueEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)entry.Lane}{Separator}{entry.CreatedAt.UtcTicks}{Separator}{entry.Client}");

    // The client comes last, as it may hold anything.
    private static QueueEntry Read(string id, string text)
    {
        var parts = text.Split(Separator, 3);
        return new QueueEntry(
            Guid.ParseExact(id, RedisKeys.IdFormat),
            parts[2],
            (Lane)int.Parse(parts[0], CultureInfo.InvariantCulture),
            0,
            new DateTimeOffset(long.Parse(parts[1], CultureInfo.InvariantCulture), TimeSpan.Zero));
    }
}
