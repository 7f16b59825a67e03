using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution;
using StackExchange.Redis;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Asks the dispatchers every second whether they are there. One whose silo is frozen doesn't answer until it has come up elsewhere; meanwhile new
/// submissions get ids that belong to others.
/// </summary>
internal sealed class AnsweringShards(IGrainFactory grains, RedisConnection redis, RedisKeys keys, TimeProvider time) : BackgroundService, ISubmissionIds
{
    /// <summary>After that a shard is none that new submissions go to.</summary>
    public static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(2);

    /// <summary>How long all may be silent before the gateway is no longer ready: longer than a dispatcher takes to come up elsewhere.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Ids that are tried before any will do: with a single shard of a thousand left this finds none now and then.</summary>
    private const int Tries = 64;

    private readonly Lock _gate = new();

    /// <summary>When each shard was last heard, as timestamps of the clock; none before the number of shards is known.</summary>
    private long[] _heardAt = [];

    /// <summary>The shards that don't answer.</summary>
    public IReadOnlyList<int> Silent => SilentFor(SilentAfter);

    /// <summary>Whether there are shards, and none has answered for long.</summary>
    public bool AreLost => _heardAt is { Length: > 0 } shards && SilentFor(LostAfter).Count == shards.Length;

    /// <inheritdoc/>
    public Guid Next()
    {
        var shards = _heardAt;
        var id = Guid.NewGuid();
        if (shards.Length > 1)
        {
            for (var i = 0; i < Tries && IsSilent(shards, Shards.Of(id, shards.Length), SilentAfter); i++)
                id = Guid.NewGuid();
        }

        return id;
    }

    /// <summary>Takes the number of shards; each has the time to answer that it has after any other answer.</summary>
    internal void Know(int shards)
    {
        lock (_gate)
        {
            if (shards > 0 && shards != _heardAt.Length)
                _heardAt = [.. Enumerable.Repeat(time.GetTimestamp(), shards)];
        }
    }

    /// <summary>A shard has answered.</summary>
    internal void Hear(int shard)
    {
        lock (_gate)
        {
            if (shard < _heardAt.Length)
                _heardAt[shard] = time.GetTimestamp();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asking = new Dictionary<int, Task>();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Know((int)await redis.Database.StringGetAsync(keys.Shards));
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
            {
                // Then it is as before.
            }

            for (var shard = 0; shard < _heardAt.Length; shard++)
            {
                if (!asking.TryGetValue(shard, out var asked) || asked.IsCompleted)
                    asking[shard] = AskAsync(shard);
            }
        }
    }

    private async Task AskAsync(int shard)
    {
        try
        {
            await grains.GetGrain<IDispatcherGrain>(shard).GetStatusAsync().WaitAsync(SilentAfter, time);
            Hear(shard);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            // It was not heard.
        }
    }

    private List<int> SilentFor(TimeSpan silence)
    {
        var shards = _heardAt;
        return [.. Enumerable.Range(0, shards.Length).Where(shard => IsSilent(shards, shard, silence))];
    }

    private bool IsSilent(long[] shards, int shard, TimeSpan silence) => time.GetElapsedTime(Volatile.Read(ref shards[shard])) >= silence;
}
