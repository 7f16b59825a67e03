using CodeRunner.Silo.Tests.Storage.Conformance;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqlitePendingIndexTests() : PendingIndexTests(new SqliteEngines())
{
    [Fact]
    public async Task AddAsync_OfAnIdInAnotherShard_MovesIt()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry);
        await Pending.AddAsync(3, entry with { Attempts = 2 });

        Assert.Empty(await ReadAsync(0));
        Assert.Equal([entry with { Attempts = 2 }], await ReadAsync(3));
    }
}
