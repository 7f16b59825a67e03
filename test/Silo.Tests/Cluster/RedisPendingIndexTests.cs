using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Tests.Storage;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Silo.Tests.Cluster;

[Collection(RedisCollection.Name)]
public sealed class RedisPendingIndexTests(RedisFixture redis) : PendingIndexTests
{
    private readonly string _cluster = $"test-{Guid.NewGuid():N}";
    private ServiceProvider _services = null!;

    private protected override IPendingIndex Pending => _services.GetRequiredService<IPendingIndex>();

    public override async Task InitializeAsync() =>
        _services = await redis.ConnectAsync(("Cluster:Id", _cluster), ("Retention:Period", "00:10:00"));

    public override async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task RemoveAsync_OfAnEntry_LetsItsStatesAge()
    {
        var database = _services.GetRequiredService<RedisConnection>().Database;
        var keys = _services.GetRequiredService<RedisKeys>();
        var entry = Entry();
        var states = new[] { keys.State(entry.Id.ToString("N"), "request"), keys.State(entry.Id.ToString("N"), "result") };
        await Task.WhenAll(states.Select(state => database.HashSetAsync(state, "data", "x")));
        await Pending.AddAsync(0, entry);
        Assert.All(states, state => Assert.Null(database.KeyTimeToLive(state)));

        await Pending.RemoveAsync(0, entry.Id);

        Assert.All(states, state => Assert.InRange(database.KeyTimeToLive(state)!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public async Task Keys_OfTwoClusters_DoNotMeet()
    {
        await using var other = await redis.ConnectAsync(("Cluster:Id", $"{_cluster}-2"));
        await Pending.AddAsync(0, Entry());

        Assert.Single(await ReadAsync(0));
        Assert.Empty(await other.GetRequiredService<IPendingIndex>().ReadAsync(0).ToListAsync());
        Assert.All(
            redis.Server.Keys($"{_cluster}*"),
            key => Assert.StartsWith($"{_cluster}:", key, StringComparison.Ordinal));
    }
}
