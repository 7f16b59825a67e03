using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CodeRunner.Storage.Redis;

/// <summary>The names of all keys in Redis that are ours. They begin with the cluster's id, so that clusters can share a Redis.</summary>
public sealed class RedisKeys(IOptions<RedisSettings> settings)
{
    /// <summary>How keys spell a submission's id: as its grain key does.</summary>
    public const string IdFormat = "N";

    private readonly string _cluster = settings.Value.Id;

    /// <summary>The list of silos, a hash.</summary>
    public RedisKey Members => $"{_cluster}:silos";

    /// <summary>The number of shards that the running silos agree on, a string that lapses some time after the last of them.</summary>
    public RedisKey Shards => $"{_cluster}:shards";

    /// <summary>The channel that silos say on that they are awake.</summary>
    public RedisChannel Pulse => RedisChannel.Literal($"{_cluster}:pulse");

    /// <summary>What the health check writes.</summary>
    public RedisKey Health => $"{_cluster}:health";

    /// <summary>The secrets that the gateways share, a list.</summary>
    public RedisKey Secrets => $"{_cluster}:secrets";

    /// <summary>The shards that have had a pending index, a set.</summary>
    public RedisKey PendingShards => $"{_cluster}:pending";

    /// <summary>The pending index of a shard, a hash.</summary>
    public RedisKey Pending(int shard) => $"{_cluster}:pending:{shard}";

    /// <summary>Of unfinished submissions, what their requests take and whose they are, a hash.</summary>
    public RedisKey PendingBytes => $"{_cluster}:pending-bytes";

    /// <summary>What a client has stored, a hash; see <see cref="RedisStoredBytes"/>.</summary>
    public RedisKey StoredBytes(string client) => $"{_cluster}:stored-bytes:{client}";

    /// <summary>A stored state of a submission, a hash.</summary>
    /// <param name="id">The submission in the form of <see cref="IdFormat"/>.</param>
    /// <param name="name">The state.</param>
    public RedisKey State(string id, string name) => $"{_cluster}:submission:{id}:{name}";
}
