using CodeRunner.Contracts.Submissions;
using Orleans.Runtime;
using Orleans.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What every storage of states must do.</summary>
public abstract class GrainStateTests(IStorageEngines engines) : ConformanceTests(engines)
{
    private readonly GrainId _id = NewId();

    [Fact]
    public async Task ReadStateAsync_NothingStored_SaysSo()
    {
        var state = Result();

        await Engine.States.ReadStateAsync("result", _id, state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
    }

    [Fact]
    public async Task WriteStateAsync_ThenRead_GivesTheSameBack()
    {
        var written = Result("a result", bytes: 300_000);
        await Engine.States.WriteStateAsync("result", _id, written);

        var read = await Engine.ReadAsync(_id);

        Assert.True(written.RecordExists);
        Assert.Equal("a result", read?.Message);
        Assert.Equal(300_000, read?.Tests[0].Stdout.Length);
    }

    [Fact]
    public async Task WriteStateAsync_OfOneState_LeavesTheGrainsOtherStateAlone()
    {
        await Engine.States.WriteStateAsync("request", _id, Result("request"));
        await Engine.States.WriteStateAsync("result", _id, Result("result"));

        Assert.Equal("request", (await Engine.ReadAsync(_id, "request"))?.Message);
        Assert.Equal("result", (await Engine.ReadAsync(_id, "result"))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithoutETagWhereARowExists_ThrowsAndKeepsTheFirst()
    {
        await Engine.States.WriteStateAsync("result", _id, Result("first"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => Engine.States.WriteStateAsync("result", _id, Result("second")));

        Assert.Equal("first", (await Engine.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithTheCurrentETag_Replaces()
    {
        var state = Result("first");
        await Engine.States.WriteStateAsync("result", _id, state);
        var first = state.ETag;
        state.State = Result("second").State;

        await Engine.States.WriteStateAsync("result", _id, state);

        Assert.NotNull(first);
        Assert.NotEqual(first, state.ETag);
        Assert.Equal("second", (await Engine.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_WithAnOldETag_ThrowsAndChangesNothing()
    {
        var state = Result("first");
        await Engine.States.WriteStateAsync("result", _id, state);
        await Engine.States.WriteStateAsync("result", _id, state);
        state.ETag = "1";
        state.State = Result("late").State;

        await Assert.ThrowsAsync<InconsistentStateException>(() => Engine.States.WriteStateAsync("result", _id, state));

        Assert.Equal("first", (await Engine.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task WriteStateAsync_OfARowThatWasDeleted_Throws()
    {
        var state = Result();
        await Engine.States.WriteStateAsync("result", _id, state);
        var other = new GrainState<SubmissionResult>();
        await Engine.States.ReadStateAsync("result", _id, other);
        await Engine.States.ClearStateAsync("result", _id, other);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Engine.States.WriteStateAsync("result", _id, state));
    }

    [Fact]
    public async Task WriteStateAsync_ManyInsertsOfOneRowAtOnce_OneWins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            var message = $"writer {n}";
            try
            {
                await Engine.States.WriteStateAsync("result", _id, Result(message));
                return message;
            }
            catch (InconsistentStateException)
            {
                return null;
            }
        }));

        var winner = Assert.Single(outcomes, static o => o is not null);
        Assert.Equal(winner, (await Engine.ReadAsync(_id))?.Message);
    }

    [Fact]
    public async Task ClearStateAsync_WithTheCurrentETag_Deletes()
    {
        var state = Result();
        await Engine.States.WriteStateAsync("result", _id, state);

        await Engine.States.ClearStateAsync("result", _id, state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(await Engine.ReadAsync(_id));
    }

    [Fact]
    public async Task ClearStateAsync_NothingStoredAndNoETag_IsFine()
    {
        await Engine.States.ClearStateAsync("result", _id, Result());

        Assert.Null(await Engine.ReadAsync(_id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task ClearStateAsync_WithAnotherETag_ThrowsAndKeepsTheRow(string? etag)
    {
        await Engine.States.WriteStateAsync("result", _id, Result("kept"));
        var stale = Result();
        stale.ETag = etag;

        await Assert.ThrowsAsync<InconsistentStateException>(() => Engine.States.ClearStateAsync("result", _id, stale));

        Assert.Equal("kept", (await Engine.ReadAsync(_id))?.Message);
    }
}
