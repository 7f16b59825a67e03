using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What every pending index must do.</summary>
public abstract class PendingIndexTests(IStorageEngines engines) : ConformanceTests(engines)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private protected IPendingIndex Pending => Engine.Pending;

    [Fact]
    public async Task ReadAsync_AfterAdds_GivesWhatWasAddedOldestFirst()
    {
        var old = Entry(seconds: 1, lane: Lane.Batch);
        var young = Entry(seconds: 2);
        await Pending.AddAsync(0, young);
        await Pending.AddAsync(0, old);

        Assert.Equal([old, young], await ReadAsync(0));
    }

    [Fact]
    public async Task ReadAsync_OfAnotherShard_DoesNotSeeIt()
    {
        await Pending.AddAsync(1, Entry());

        Assert.Empty(await ReadAsync(0));
    }

    [Fact]
    public async Task ReadAsync_OfMoreThanAPage_GivesEveryEntryOnce()
    {
        // Many of the same instant, so that a page ends among equals.
        var entries = Enumerable.Range(0, 2500).Select(n => Entry(seconds: n / 700)).ToList();
        await Task.WhenAll(entries.Select(entry => Pending.AddAsync(0, entry)));

        var read = await ReadAsync(0);

        Assert.Equal(entries.Count, read.Count);
        Assert.Equal(entries.Select(static e => e.Id).ToHashSet(), read.Select(static e => e.Id).ToHashSet());
        Assert.Equal(read.Order(Comparer<QueueEntry>.Create(static (a, b) => a.CreatedAt.CompareTo(b.CreatedAt))), read);
    }

    [Fact]
    public async Task AddAsync_OfAnIdThatIsThere_ReplacesIt()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry);
        await Pending.AddAsync(0, entry with { Attempts = 2 });

        Assert.Equal([entry with { Attempts = 2 }], await ReadAsync(0));
    }

    [Fact]
    public async Task SetAttemptsAsync_OfAnEntry_ChangesOnlyThat()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry);

        await Pending.SetAttemptsAsync(0, entry.Id, 3);

        Assert.Equal([entry with { Attempts = 3 }], await ReadAsync(0));
    }

    [Fact]
    public async Task SetAttemptsAsync_OfAnUnknownId_AddsNothing()
    {
        await Pending.SetAttemptsAsync(0, Guid.NewGuid(), 3);

        Assert.Empty(await ReadAsync(0));
    }

    [Fact]
    public async Task GetAttemptsAsync_AfterNotes_GivesTheLast()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry);
        Assert.Equal(0, await Pending.GetAttemptsAsync(0, entry.Id));

        await Pending.SetAttemptsAsync(0, entry.Id, 2);
        await Pending.SetAttemptsAsync(0, entry.Id, 1);

        Assert.Equal(1, await Pending.GetAttemptsAsync(0, entry.Id));
        Assert.Equal(0, await Pending.GetAttemptsAsync(0, Guid.NewGuid()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a|b||")]
    [InlineData("2001:db8::1")]
    [InlineData("\n{}'\"")]
    public async Task ReadAsync_AnyClient_ComesBackAsItWas(string client)
    {
        var entry = Entry() with { Client = client };
        await Pending.AddAsync(0, entry);

        Assert.Equal([entry], await ReadAsync(0));
    }

    [Fact]
    public async Task SetAttemptsAsync_AfterTheEntryWasRemoved_BringsNothingBack()
    {
        var entry = Entry();
        await Pending.AddAsync(0, entry);
        await Pending.SetAttemptsAsync(0, entry.Id, 1);
        await Pending.RemoveAsync(0, entry.Id);

        await Pending.SetAttemptsAsync(0, entry.Id, 2);

        Assert.Empty(await ReadAsync(0));
        Assert.Equal(0, await Pending.GetAttemptsAsync(0, entry.Id));
    }

    [Fact]
    public async Task RemoveAsync_OfAnEntry_LeavesTheOthers()
    {
        var gone = Entry();
        var kept = Entry();
        await Pending.AddAsync(0, gone);
        await Pending.AddAsync(0, kept);

        await Pending.RemoveAsync(0, gone.Id);
        await Pending.RemoveAsync(0, Guid.NewGuid());

        Assert.Equal([kept], await ReadAsync(0));
    }

    private protected static QueueEntry Entry(int seconds = 0, Lane lane = Lane.Interactive) =>
        new(Guid.NewGuid(), "client ü", lane, 0, Start.AddSeconds(seconds));

    private protected async Task<List<QueueEntry>> ReadAsync(int shard)
    {
        var entries = new List<QueueEntry>();
        await foreach (var entry in Pending.ReadAsync(shard))
            entries.Add(entry);

        return entries;
    }
}
