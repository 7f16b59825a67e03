using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What every agreement on shards must do.</summary>
public abstract class ShardAgreementTests(IStorageEngines engines) : ConformanceTests(engines)
{
    [Fact]
    public async Task AgreeAsync_SameNumberAgain_MovesNothing()
    {
        await RestartAsync(("Dispatcher:Shards", "3"));
        Assert.Equal(0, await AgreeAsync());
        var entries = await AddAsync(3);

        await RestartAsync(("Dispatcher:Shards", "3"));

        Assert.Equal(0, await AgreeAsync());
        await Engine.Shards.RenewAsync();
        await AssertPlacesAsync(entries, 3, 3);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    public async Task AgreeAsync_AnotherNumberThanBefore_MovesWhatWaits(int before, int after)
    {
        await RestartAsync(("Dispatcher:Shards", $"{before}"));
        await AgreeAsync();
        var entries = await AddAsync(before);

        await RestartAsync(("Dispatcher:Shards", $"{after}"));

        Assert.Equal(entries.Count(entry => Shards.Of(entry.Id, before) != Shards.Of(entry.Id, after)), await AgreeAsync());
        await AssertPlacesAsync(entries, after, Math.Max(before, after));
    }

    private Task<int> AgreeAsync() => Engine.Shards.AgreeAsync(CancellationToken.None);

    // More than are read at a time.
    private async Task<List<QueueEntry>> AddAsync(int shards)
    {
        var entries = Enumerable.Range(0, 1100)
            .Select(static _ => new QueueEntry(Guid.NewGuid(), "c", Lane.Batch, 1, DateTimeOffset.UnixEpoch))
            .ToList();
        await Task.WhenAll(entries.Select(entry => Engine.Pending.AddAsync(Shards.Of(entry.Id, shards), entry)));
        return entries;
    }

    private async Task AssertPlacesAsync(List<QueueEntry> entries, int shards, int looked)
    {
        for (var shard = 0; shard < looked; shard++)
        {
            var expected = shard < shards ? entries.Where(entry => Shards.Of(entry.Id, shards) == shard) : [];
            Assert.Equal(
                expected.OrderBy(static entry => entry.Id),
                (await Engine.Pending.ReadAsync(shard).ToListAsync()).OrderBy(static entry => entry.Id));
        }
    }
}
