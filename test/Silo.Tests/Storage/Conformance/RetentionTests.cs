using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using static CodeRunner.Silo.Tests.Storage.Conformance.Samples;

namespace CodeRunner.Silo.Tests.Storage.Conformance;

/// <summary>What becomes of states in time, whoever deletes them.</summary>
public abstract class RetentionTests(IStorageEngines engines) : ConformanceTests(engines)
{
    [Fact]
    public async Task Lapse_OfAFinishedOne_TakesBothStates()
    {
        var id = await SubmitAsync();
        await Engine.States.WriteStateAsync(SubmissionStorage.ResultState, NewId(id), Result());
        await Engine.Pending.RemoveAsync(0, id);
        Assert.NotNull(await Engine.ReadAsync(NewId(id)));

        await Engine.LapseAsync();

        Assert.Null(await Engine.ReadAsync(NewId(id), SubmissionStorage.RequestState));
        Assert.Null(await Engine.ReadAsync(NewId(id)));
    }

    [Fact]
    public async Task Lapse_OfAnUnfinishedOne_TakesNothing()
    {
        var id = await SubmitAsync();

        await Engine.LapseAsync();

        Assert.NotNull(await Engine.ReadAsync(NewId(id), SubmissionStorage.RequestState));
        Assert.Equal(id, Assert.Single(await Engine.Pending.ReadAsync(0).ToListAsync()).Id);
    }

    private async Task<Guid> SubmitAsync()
    {
        var id = Guid.NewGuid();
        await Engine.States.WriteStateAsync(SubmissionStorage.RequestState, NewId(id), Result());
        await Engine.Pending.AddAsync(0, new QueueEntry(id, "c", Lane.Batch, 0, DateTimeOffset.UnixEpoch));
        return id;
    }
}
