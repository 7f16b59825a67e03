using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace CodeRunner.Silo.Tests.Storage.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisStoredBytesTests(RedisFixture redis) : StoredBytesTests(new RedisEngines(redis))
{
    private const string Client = "ann|of\nall";

    private IPendingIndex Pending => Engine.Pending;

    private IStoredBytes Stored => Engine.Stored;

    private RedisKeys Keys => Engine.Services.GetRequiredService<RedisKeys>();

    private IDatabase Database => Engine.Services.GetRequiredService<RedisConnection>().Database;

    [Fact]
    public async Task ReadAsync_OfUnfinished_CountsEachOnceAndEndsWithThem()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry, 1000);
        await Pending.AddAsync(0, entry, 1000);
        await Pending.AddAsync(1, entry); // As when the number of shards changes.
        await Pending.AddAsync(0, Entry(), 50);
        Assert.Equal(1050, await Stored.ReadAsync(Client));
        Assert.Equal(0, await Stored.ReadAsync("ben"));

        await Pending.RemoveAsync(0, entry.Id);
        await Pending.RemoveAsync(0, entry.Id);

        Assert.Equal(50, await Stored.ReadAsync(Client));
        Assert.Null(Database.KeyTimeToLive(Keys.StoredBytes(Client)));
    }

    [Fact]
    public async Task ReadAsync_OfFinished_IsWhatBothStatesWeighUntilTheyLapse()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry, 1000);
        await Database.HashSetAsync(Keys.State(entry.Id.ToString("N"), "request"), "data", new byte[300]);
        await Database.HashSetAsync(Keys.State(entry.Id.ToString("N"), "result"), "data", new byte[44]);

        await Pending.RemoveAsync(0, entry.Id);

        Assert.Equal(344, await Stored.ReadAsync(Client));
        Assert.InRange(Database.KeyTimeToLive(Keys.StoredBytes(Client))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(11));
        Assert.False(Database.KeyExists(Keys.PendingBytes));

        // A period that is over, as its states are.
        await Database.HashSetAsync(Keys.StoredBytes(Client), "1000", 7);
        Assert.Equal(344, await Stored.ReadAsync(Client));
    }

    private static QueueEntry Entry() => new(Guid.NewGuid(), Client, Lane.Batch, 0, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
