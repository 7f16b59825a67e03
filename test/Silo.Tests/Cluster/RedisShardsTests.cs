using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Cluster;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Silo.Tests.Cluster;

[Collection(RedisCollection.Name)]
public sealed class RedisShardsTests(RedisFixture redis)
{
    private readonly string _cluster = $"test-{Guid.NewGuid():N}";

    [Fact]
    public async Task AgreeAsync_SameNumber_IsFine()
    {
        await using var one = await ConnectAsync(2);
        await using var two = await ConnectAsync(2);

        await AgreeAsync(one);
        await AgreeAsync(two);
    }

    [Fact]
    public async Task AgreeAsync_AnotherNumberThanTheSilosThatRun_IsRefusedWithBoth()
    {
        await using var one = await ConnectAsync(2);
        await using var two = await ConnectAsync(3);
        await AgreeAsync(one);

        var exception = await Assert.ThrowsAsync<ClusterException>(() => AgreeAsync(two));

        Assert.Contains("Dispatcher:Shards is 3 here and 2", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    public async Task AgreeAsync_AnotherNumberAfterAllHaveGone_MovesWhatWaits(int before, int after)
    {
        var entries = Enumerable.Range(0, 50).Select(static _ => new QueueEntry(Guid.NewGuid(), "c", Lane.Batch, 1, DateTimeOffset.UnixEpoch)).ToList();
        await using var old = await ConnectAsync(before);
        await AgreeAsync(old);
        foreach (var entry in entries)
            await old.GetRequiredService<IPendingIndex>().AddAsync(Shards.Of(entry.Id, before), entry);
        await ForgetAsync(old);

        await using var present = await ConnectAsync(after);
        await AgreeAsync(present);

        var index = present.GetRequiredService<IPendingIndex>();
        for (var shard = 0; shard < Math.Max(before, after); shard++)
        {
            var expected = shard < after ? entries.Where(entry => Shards.Of(entry.Id, after) == shard) : [];
            Assert.Equal(expected.OrderBy(static entry => entry.Id), (await index.ReadAsync(shard).ToListAsync()).OrderBy(static entry => entry.Id));
        }
    }

    // As time does once no silo says the number any more.
    private static Task<bool> ForgetAsync(ServiceProvider services) =>
        services.GetRequiredService<RedisConnection>().Database.KeyDeleteAsync(services.GetRequiredService<RedisKeys>().Shards);

    private static Task AgreeAsync(ServiceProvider services) => services.GetRequiredService<RedisShards>().AgreeAsync(CancellationToken.None);

    private Task<ServiceProvider> ConnectAsync(int shards) => redis.ConnectAsync(("Cluster:Id", _cluster), ("Dispatcher:Shards", $"{shards}"));
}
