using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Silo.Tests.Storage;

public sealed class SqlitePendingIndexTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private StorageFixture _storage = null!;

    public async Task InitializeAsync() => _storage = await StorageFixture.StartAsync();

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ReadAsync_AfterAdds_GivesWhatWasAddedOldestFirst()
    {
        var old = Entry(seconds: 1, lane: Lane.Batch);
        var young = Entry(seconds: 2);
        await _storage.Pending.AddAsync(0, young);
        await _storage.Pending.AddAsync(0, old);

        Assert.Equal([old, young], await ReadAsync(0));
    }

    [Fact]
    public async Task ReadAsync_OfAnotherShard_DoesNotSeeIt()
    {
        await _storage.Pending.AddAsync(1, Entry());

        Assert.Empty(await ReadAsync(0));
    }

    [Fact]
    public async Task ReadAsync_OfMoreThanAPage_GivesEveryEntryOnce()
    {
        // Many of the same instant, so that a page ends among equals.
        var entries = Enumerable.Range(0, 2500).Select(n => Entry(seconds: n / 700)).ToList();
        await Task.WhenAll(entries.Select(entry => _storage.Pending.AddAsync(0, entry)));

        var read = await ReadAsync(0);

        Assert.Equal(entries.Count, read.Count);
        Assert.Equal(entries.Select(static e => e.Id).ToHashSet(), read.Select(static e => e.Id).ToHashSet());
        Assert.Equal(read.Order(Comparer<QueueEntry>.Create(static (a, b) => a.CreatedAt.CompareTo(b.CreatedAt))), read);
    }

    [Fact]
    public async Task AddAsync_OfAnIdThatIsThere_ReplacesIt()
    {
        var entry = Entry();
        await _storage.Pending.AddAsync(0, entry);
        await _storage.Pending.AddAsync(3, entry with { Attempts = 2 });

        Assert.Empty(await ReadAsync(0));
        Assert.Equal([entry with { Attempts = 2 }], await ReadAsync(3));
    }

    [Fact]
    public async Task SetAttemptsAsync_OfAnEntry_ChangesOnlyThat()
    {
        var entry = Entry();
        await _storage.Pending.AddAsync(0, entry);

        await _storage.Pending.SetAttemptsAsync(0, entry.Id, 3);

        Assert.Equal([entry with { Attempts = 3 }], await ReadAsync(0));
    }

    [Fact]
    public async Task SetAttemptsAsync_OfAnUnknownId_AddsNothing()
    {
        await _storage.Pending.SetAttemptsAsync(0, Guid.NewGuid(), 3);

        Assert.Empty(await ReadAsync(0));
    }

    [Fact]
    public async Task RemoveAsync_OfAnEntry_LeavesTheOthers()
    {
        var gone = Entry();
        var kept = Entry();
        await _storage.Pending.AddAsync(0, gone);
        await _storage.Pending.AddAsync(0, kept);

        await _storage.Pending.RemoveAsync(0, gone.Id);
        await _storage.Pending.RemoveAsync(0, Guid.NewGuid());

        Assert.Equal([kept], await ReadAsync(0));
    }

    private static QueueEntry Entry(int seconds = 0, Lane lane = Lane.Interactive) =>
        new(Guid.NewGuid(), "client ü", lane, 0, Start.AddSeconds(seconds));

    private async Task<List<QueueEntry>> ReadAsync(int shard)
    {
        var entries = new List<QueueEntry>();
        await foreach (var entry in _storage.Pending.ReadAsync(shard))
            entries.Add(entry);

        return entries;
    }
}
