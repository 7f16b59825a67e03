using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What every count of clients' bytes must do.</summary>
public abstract class StoredBytesTests(IStorageEngines engines) : ConformanceTests(engines)
{
    private const int Large = 1 << 20;

    // What a state takes besides its contents, and what an estimate may be off.
    private const int Small = 2000;

    [Fact]
    public async Task ReadAsync_OfUnfinished_CountsEachClientsOnce()
    {
        Assert.Equal(0, await Engine.Stored.ReadAsync("ann"));
        var id = await SubmitAsync("ann", Large);
        await Engine.Pending.AddAsync(0, Entry(id, "ann"), Large);
        await SubmitAsync("ben", 100);

        Assert.InRange(await Engine.Stored.ReadAsync("ann"), Large, Large + Small);
        Assert.InRange(await Engine.Stored.ReadAsync("ben"), 100, 100 + Small);
        Assert.Equal(0, await Engine.Stored.ReadAsync("eve"));
    }

    [Fact]
    public async Task ReadAsync_OfFinished_CountsRequestAndResultAfterARestartToo()
    {
        var id = await SubmitAsync("ann", Large);
        await EndAsync(id, "ann", Large / 2);
        var before = await Engine.Stored.ReadAsync("ann");
        Assert.InRange(before, Large + Large / 2, Large + Large / 2 + Small);

        await RestartAsync();

        Assert.Equal(before, await Engine.Stored.ReadAsync("ann"));
    }

    [Fact]
    public async Task ReadAsync_AfterRetention_IsNothing()
    {
        var id = await SubmitAsync("ann", Large);
        await EndAsync(id, "ann", Large);

        await Engine.LapseAsync();

        Assert.Equal(0, await Engine.Stored.ReadAsync("ann"));
    }

    private async Task<Guid> SubmitAsync(string client, int bytes)
    {
        var id = Guid.NewGuid();
        await Engine.States.WriteStateAsync(SubmissionStorage.RequestState, NewId(id), ResultOf(client, bytes));
        await Engine.Pending.AddAsync(0, Entry(id, client), bytes);
        return id;
    }

    private async Task EndAsync(Guid id, string client, int bytes)
    {
        await Engine.States.WriteStateAsync(SubmissionStorage.ResultState, NewId(id), ResultOf(client, bytes));
        await Engine.Pending.RemoveAsync(0, id);
    }

    private static QueueEntry Entry(Guid id, string client) => new(id, client, Lane.Batch, 0, DateTimeOffset.UnixEpoch);
}
