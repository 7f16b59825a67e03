using CodeRunner.Contracts.Submissions;
using Orleans.Runtime;
using Orleans.Storage;
using static CodeRunner.Silo.Tests.Storage.StorageFixture;

namespace CodeRunner.Silo.Tests.Storage;

public sealed class SqliteGrainStorageTests : IAsyncLifetime
{
    private readonly GrainId _id = NewId();
    private StorageFixture _storage = null!;

    public async Task InitializeAsync() => _storage = await StartAsync();

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task ReadStateAsync_NothingStored_SaysSo()
    {
        var state = Result();

        await _storage.Grains.ReadStateAsync("result", _id, state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task WriteStateAsync_ThenRead_GivesTheSameBack()
    {
        var written = Result("a result", bytes: 300_000);
        await _storage.Grains.WriteStateAsync("result", _id, written);

        var read = await _storage.ReadAsync(_id);

        Assert.True(written.RecordExists);
        Assert.Equal("a result", read?.Message);
        Assert.Equal(300_000, read?.Tests[0].Stdout.Length);
    }

    [Fact]
    public async Task WriteStateAsync_OfOneState_LeavesTheGrainsOtherStateAlone()
    {
        await _storage.Grains.WriteStateAsync("request", _id, Result("request"));
        await _storage.Grains.WriteStateAsync("result", _id, Result("result"));

        Assert.Equal("request", (await _storage.ReadAsync(_id, "request"))?.Message);
        Assert.Equal("result", (await _storage.ReadAsync(_id, "result"))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithoutETagWhereARowExists_ThrowsAndKeepsTheFirst()
    {
        await _storage.Grains.WriteStateAsync("result", _id, Result("first"));

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.Grains.WriteStateAsync("result", _id, Result("second")));

        Assert.Equal("1", conflict.StoredEtag);
        Assert.Equal("first", (await _storage.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithTheCurrentETag_Replaces()
    {
        var state = Result("first");
        await _storage.Grains.WriteStateAsync("result", _id, state);
        state.State = Result("second").State;

        await _storage.Grains.WriteStateAsync("result", _id, state);

        Assert.Equal("2", state.ETag);
        Assert.Equal("second", (await _storage.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithAnOldETag_ThrowsAndChangesNothing()
    {
        var state = Result("first");
        await _storage.Grains.WriteStateAsync("result", _id, state);
        await _storage.Grains.WriteStateAsync("result", _id, state);
        state.ETag = "1";
        state.State = Result("late").State;

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.Grains.WriteStateAsync("result", _id, state));

        Assert.Equal("first", (await _storage.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_OfARowThatWasDeleted_Throws()
    {
        var state = Result();
        await _storage.Grains.WriteStateAsync("result", _id, state);
        var other = new GrainState<SubmissionResult>();
        await _storage.Grains.ReadStateAsync("result", _id, other);
        await _storage.Grains.ClearStateAsync("result", _id, other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.Grains.WriteStateAsync("result", _id, state));
    }

    [Fact]
    public async Task WriteStateAsync_ManyInsertsOfOneRowAtOnce_OneWins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            var message = $"writer {n}";
            try
            {
                await _storage.Grains.WriteStateAsync("result", _id, Result(message));
                return message;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }));

        var winner = Assert.Single(outcomes, static o => o is not null);
        Assert.Equal(winner, (await _storage.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task ClearStateAsync_WithTheCurrentETag_Deletes()
    {
        var state = Result();
        await _storage.Grains.WriteStateAsync("result", _id, state);

        await _storage.Grains.ClearStateAsync("result", _id, state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(await _storage.ReadAsync(_id));
    }

    [Fact]
    public async Task ClearStateAsync_NothingStoredAndNoETag_IsFine()
    {
        await _storage.Grains.ClearStateAsync("result", _id, Result());

        Assert.Null(await _storage.ReadAsync(_id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task ClearStateAsync_WithAnotherETag_ThrowsAndKeepsTheRow(string? etag)
    {
        await _storage.Grains.WriteStateAsync("result", _id, Result("kept"));
        var stale = Result();
        stale.ETag = etag;

        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.Grains.ClearStateAsync("result", _id, stale));

        Assert.Equal("kept", (await _storage.ReadAsync(_id))?.Message);
    }
}
