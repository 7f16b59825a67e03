using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Tests.Cluster;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using StackExchange.Redis;
using static CodeRunner.Silo.Tests.Storage.StorageFixture;

namespace CodeRunner.Silo.Tests.Storage;

public sealed class SqliteStoredBytesTests
{
    private const int Large = 1 << 20;

    [Fact]
    public async Task ReadAsync_AfterWritesAndARestart_IsWhatTheClientHas()
    {
        var folder = NewFolder();
        try
        {
            long before;
            await using (var storage = await StartAsync(folder))
            {
                await WriteAsync(storage, "request", NewId(), "ann", Large);
                await WriteAsync(storage, "result", NewId(), "ann", Large);
                await WriteAsync(storage, "request", NewId(), "ben", 0);
                before = await ReadAsync(storage, "ann");
                Assert.InRange(before, 2 * Large, 2 * Large + 1000);
                Assert.InRange(await ReadAsync(storage, "ben"), 1, 500);
                Assert.Equal(0, await ReadAsync(storage, "eve"));
            }

            await using var again = await StartAsync(folder);
            Assert.Equal(before, await ReadAsync(again, "ann"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ReadAsync_WrittenTwice_CountsWhatIsStored()
    {
        await using var storage = await StartAsync();
        var id = NewId();
        var state = await WriteAsync(storage, "request", id, "ann", Large);
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => WriteAsync(storage, "request", id, "ann", Large));
        Assert.InRange(await ReadAsync(storage, "ann"), Large, Large + 500);

        state.State = Result(bytes: Large / 2).State;
        await storage.Grains.WriteStateAsync("request", id, state);
        Assert.InRange(await ReadAsync(storage, "ann"), Large / 2, Large / 2 + 500);

        await storage.Grains.ClearStateAsync("request", id, state);
        Assert.Equal(0, await ReadAsync(storage, "ann"));
    }

    [Fact]
    public async Task ReadAsync_AfterRetention_IsNothingAndTheClientIsForgotten()
    {
        await using var storage = await StartAsync();
        await WriteAsync(storage, "request", NewId(), "ann", Large);
        storage.Time.Advance(TimeSpan.FromHours(25));

        await storage.Retention.SweepAsync(default);

        Assert.Equal(0, await ReadAsync(storage, "ann"));
        Assert.Equal(0L, await storage.Writer.WriteAsync(static session => (long)session.Query("SELECT COUNT(*) FROM client_bytes", static row => row.GetInt64(0))[0]));
    }

    private static Task<long> ReadAsync(StorageFixture storage, string client) => storage.Get<IStoredBytes>().ReadAsync(client);

    private static async Task<IGrainState<SubmissionResult>> WriteAsync(StorageFixture storage, string name, GrainId id, string client, int bytes)
    {
        var state = new Owned(Result(bytes: bytes).State!, client);
        await storage.Grains.WriteStateAsync(name, id, state);
        return state;
    }

    private sealed class Owned(SubmissionResult state, string client) : IGrainState<SubmissionResult>, IOwnedState
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public SubmissionResult State { get; set; } = state;

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }

        public string Owner => client;
    }
}

[Collection(RedisCollection.Name)]
public sealed class RedisStoredBytesTests(RedisFixture redis) : IAsyncLifetime
{
    private const string Client = "ann|of\nall";
    private ServiceProvider _services = null!;

    private IPendingIndex Pending => _services.GetRequiredService<IPendingIndex>();

    private IStoredBytes Stored => _services.GetRequiredService<IStoredBytes>();

    private RedisKeys Keys => _services.GetRequiredService<RedisKeys>();

    private IDatabase Database => _services.GetRequiredService<RedisConnection>().Database;

    public async Task InitializeAsync() =>
        _services = await redis.ConnectAsync(("Cluster:Id", $"test-{Guid.NewGuid():N}"), ("Retention:Period", "00:10:00"));

    public async Task DisposeAsync() => await _services.DisposeAsync();

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
