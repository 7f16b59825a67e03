using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Tests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisPendingIndexTests(RedisFixture redis) : PendingIndexTests(new RedisEngines(redis))
{
    [Fact]
    public async Task RemoveAsync_OfAnEntry_LetsItsStatesAge()
    {
        var database = Engine.Services.GetRequiredService<RedisConnection>().Database;
        var keys = Engine.Services.GetRequiredService<RedisKeys>();
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
        var cluster = Engine.Services.GetRequiredService<IOptions<RedisSettings>>().Value.Id;
        await using var other = await redis.ConnectAsync(("Cluster:Id", $"{cluster}-2"));
        await Pending.AddAsync(0, Entry());

        Assert.Single(await ReadAsync(0));
        Assert.Empty(await other.GetRequiredService<Grains.Storage.IPendingIndex>().ReadAsync(0).ToListAsync());
        Assert.All(
            redis.Server.Keys($"{cluster}*"),
            key => Assert.StartsWith($"{cluster}:", key, StringComparison.Ordinal));
    }
}
