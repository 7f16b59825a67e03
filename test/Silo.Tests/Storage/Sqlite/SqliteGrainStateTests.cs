using CodeRunner.Silo.Tests.Storage.Conformance;
using Orleans.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Sqlite;

public sealed class SqliteGrainStateTests() : GrainStateTests(new SqliteEngines())
{
    [Fact]
    public async Task WriteStateAsync_ETag_IsTheNumberOfWrites()
    {
        var id = NewId();
        var state = Result("first");
        await Engine.States.WriteStateAsync("result", id, state);

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => Engine.States.WriteStateAsync("result", id, Result("second")));
        Assert.Equal("1", conflict.StoredEtag);

        await Engine.States.WriteStateAsync("result", id, state);
        Assert.Equal("2", state.ETag);
    }
}
