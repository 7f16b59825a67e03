using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Silo.Tests.Storage;

public sealed class SqlitePendingIndexTests : PendingIndexTests
{
    private StorageFixture _storage = null!;

    private protected override IPendingIndex Pending => _storage.Pending;

    public override async Task InitializeAsync() => _storage = await StorageFixture.StartAsync();

    public override async Task DisposeAsync() => await _storage.DisposeAsync();

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
