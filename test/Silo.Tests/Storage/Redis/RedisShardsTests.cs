using CodeRunner.Grains.Storage;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Silo.Tests.Storage.Redis;

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

    private static Task<int> AgreeAsync(ServiceProvider services) =>
        services.GetRequiredService<IShardAgreement>().AgreeAsync(CancellationToken.None);

    private Task<ServiceProvider> ConnectAsync(int shards) => redis.ConnectAsync(("Cluster:Id", _cluster), ("Dispatcher:Shards", $"{shards}"));
}
