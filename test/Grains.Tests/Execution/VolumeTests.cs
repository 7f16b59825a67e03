using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using CodeRunner.Grains.Tests.Fakes;
using Orleans.Hosting;

namespace CodeRunner.Grains.Tests.Execution;

public sealed class VolumeTests
{
    [Fact]
    public async Task ThousandAtOnce_AllFinishOnce()
    {
        await using var cluster = await new GrainsCluster { Slots = 4 }.StartAsync();

        var submissions = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => cluster.SubmitAsync(Some.Code("quick"), $"client {i % 7}")));
        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts)));
        Assert.Equal(1000, cluster.Runner.Started);
        await TestTime.UntilAsync(() => cluster.Index.Entries.Count == 0);
        await TestTime.UntilAsync(async () => await cluster.Dispatcher.GetStatusAsync() is { WaitingInteractive: 0, Leased: 0 });
    }

    [Fact]
    public async Task ThousandsWaiting_OnlyTheFirstStayInMemory()
    {
        const int kept = 10;
        await using var cluster = await new GrainsCluster { Slots = 0, Submitting = static options => options.KeepWaitingInMemory = kept }.StartAsync();

        var submissions = new List<ISubmissionGrain>();
        for (var i = 0; i < 4; i++)
        {
            submissions.AddRange(await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => cluster.SubmitAsync(Some.Code("quick")))));
        }

        await TestTime.UntilAsync(async () => await cluster.SubmissionsInMemoryAsync() <= kept);
        Assert.Equal(2000, (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive);
        Assert.Equal(SubmissionState.Queued, (await submissions[^1].GetAsync())?.State);
    }

    [Fact]
    public async Task OrleansMemoryStorage_Submission_IsStoredAndFirstResultWins()
    {
        await using var cluster = await new GrainsCluster { Storage = null!, Also = static silo => silo.AddMemoryGrainStorage(SubmissionStorage.Name) }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));
        var result = await GrainsCluster.ResultAsync(submission);

        await cluster.Cluster.DeactivateAsync(submission);
        Assert.False(await submission.CompleteAsync(Some.Result(Verdict.WrongAnswer)));

        Assert.True((await GrainsCluster.ResultAsync(submission)).IsSameAs(result));
    }
}
