using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Tests.Storage.Conformance;
using Orleans.Runtime;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;
using static CodeRunner.Silo.Tests.Storage.Sqlite.SqliteFixture;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteStoredBytesTests() : StoredBytesTests(new SqliteEngines())
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

    private static Task<long> ReadAsync(SqliteFixture storage, string client) => storage.Get<IStoredBytes>().ReadAsync(client);

    private static async Task<IGrainState<SubmissionResult>> WriteAsync(SqliteFixture storage, string name, GrainId id, string client, int bytes)
    {
        var state = ResultOf(client, bytes);
        await storage.Grains.WriteStateAsync(name, id, state);
        return state;
    }
}
