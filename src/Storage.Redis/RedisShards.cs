using System.Globalization;
using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>
/// Keeps the number of shards the same on all silos of a cluster: it decides which dispatcher a submission belongs to. The first silo
/// says the number, all keep saying it while they run, and some time after the last of them it lapses and may change: then the entries of
/// the pending index move to the shards that they belong to now.
/// </summary>
internal sealed class RedisShards(
    RedisConnection redis,
    RedisKeys keys,
    IPendingIndex index,
    IOptions<DispatcherOptions> options) : IShardAgreement
{
    /// <summary>How long the number holds after the last silo has said it.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly int _shards = options.Value.Shards;

    /// <inheritdoc/>
    public TimeSpan? RenewalPeriod => Lifetime / 3;

    /// <inheritdoc/>
    /// <exception cref="ClusterException">The cluster has another number.</exception>
    public async Task<int> AgreeAsync(CancellationToken cancellationToken)
    {
        var first = await redis.Database.StringSetAsync(keys.Shards, _shards, Lifetime, When.NotExists);
        var agreed = first ? _shards : (int)await redis.Database.StringGetAsync(keys.Shards);
        if (agreed != _shards && agreed != 0)
        {
            throw new ClusterException(
                $"{DispatcherOptions.Section}:{nameof(DispatcherOptions.Shards)} is {_shards} here and {agreed} on the silos that run. All silos of a cluster need the same "
                + $"number; to change it, stop them all and wait {Lifetime.TotalSeconds:0} s.");
        }

        await redis.Database.SetAddAsync(keys.PendingShards, [.. Enumerable.Range(0, _shards).Select(static shard => (RedisValue)shard)]);
        return first ? await MoveAsync(cancellationToken) : 0;
    }

    /// <inheritdoc/>
    public async Task RenewAsync()
    {
        try
        {
            await redis.Database.StringSetAsync(keys.Shards, _shards, Lifetime);
        }
        catch (Exception exception) when (RedisErrors.IsAway(exception))
        {
            throw new StorageUnavailableException($"The number of shards can't be said in Redis: {exception.Message}", exception);
        }
    }

    private async Task<int> MoveAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        foreach (var known in await redis.Database.SetMembersAsync(keys.PendingShards))
        {
            var shard = int.Parse(known.ToString(), CultureInfo.InvariantCulture);
            await foreach (var entry in index.ReadAsync(shard, cancellationToken))
                moved += await MoveAsync(entry, shard) ? 1 : 0;
            if (shard >= _shards)
                await redis.Database.SetRemoveAsync(keys.PendingShards, known);
        }

        return moved;
    }

    // Into the new place first: there may be more in the index than is unfinished, never less.
    private async Task<bool> MoveAsync(QueueEntry entry, int from)
    {
        var to = Shards.Of(entry.Id, _shards);
        if (to == from)
            return false;
        await index.AddAsync(to, entry);
        await redis.Database.HashDeleteAsync(keys.Pending(from), RedisPendingIndex.FieldsOf(entry.Id));
        return true;
    }
}
