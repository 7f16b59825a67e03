using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

public sealed class QueueBoundTests
{
    [Fact]
    public async Task SubmitAsync_QueueFull_IsRefusedAndNothingIsStored()
    {
        await using var cluster = await StartAsync(queue: 3, client: 3);
        for (var i = 0; i < 3; i++)
        {
            await cluster.SubmitAsync(Some.Code(), $"client {i}");
        }

        var submission = cluster.Submission(Guid.NewGuid());
        var rejection = await submission.SubmitAsync(Some.Request(Some.Code(), "late"));

        Assert.Equal((RejectionReason.QueueFull, 3), (rejection?.Reason, rejection?.Limit));
        Assert.InRange(rejection!.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Null(await submission.GetAsync());
        Assert.False(cluster.Index.Contains(submission.GetPrimaryKey()));
    }

    [Fact]
    public async Task SubmitAsync_QueueFull_KeepsNoneOfTheRefusedInMemory()
    {
        await using var cluster = await StartAsync(queue: 1, client: 1);
        var waiting = await cluster.SubmitAsync(Some.Code());

        var refusals = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(_ => cluster.Submission(Guid.NewGuid()).SubmitAsync(Some.Request(Some.Code()))));

        Assert.All(refusals, Assert.NotNull);
        await TestTime.UntilAsync(async () => await cluster.SubmissionsInMemoryAsync() == 1);
        Assert.Equal(SubmissionState.Queued, (await waiting.GetAsync())?.State);
    }

    [Fact]
    public async Task SubmitAsync_ClientQueueFull_RefusesOnlyThatClient()
    {
        await using var cluster = await StartAsync(queue: 10, client: 2);
        await cluster.SubmitAsync(Some.Code());
        await cluster.SubmitAsync(Some.Code(), lane: Lane.Batch);

        var rejection = await cluster.Submission(Guid.NewGuid()).SubmitAsync(Some.Request(Some.Code()));

        Assert.Equal((RejectionReason.ClientQueueFull, 2), (rejection?.Reason, rejection?.Limit));
        Assert.InRange(rejection!.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await cluster.SubmitAsync(Some.Code(), "ben");
    }

    [Fact]
    public async Task SubmitAsync_OneLeftTheQueue_IsTakenAgain()
    {
        await using var cluster = await StartAsync(queue: 1, client: 1);
        var first = await cluster.SubmitAsync(Some.Code());
        Assert.NotNull(await cluster.Submission(Guid.NewGuid()).SubmitAsync(Some.Request(Some.Code())));

        await first.CancelAsync();

        await cluster.SubmitAsync(Some.Code());
    }

    [Fact]
    public async Task SubmitAsync_ManyAtOnce_NeverExceedsTheBound()
    {
        await using var cluster = await StartAsync(queue: 25, client: 25);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(_ => cluster.Submission(Guid.NewGuid()).SubmitAsync(Some.Request(Some.Code()))));

        Assert.Equal(25, outcomes.Count(static outcome => outcome is null));
        Assert.Equal(25, (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive);
        Assert.Equal(25, cluster.Index.Entries.Count);
    }

    [Fact]
    public async Task ReserveAsync_NeverUsed_LapsesAfterItsLifetime()
    {
        await using var cluster = await StartAsync(queue: 1, client: 1);
        Assert.Null(await cluster.Dispatcher.ReserveAsync(Some.Entry()));
        Assert.Equal(RejectionReason.QueueFull, (await cluster.Dispatcher.ReserveAsync(Some.Entry()))?.Reason);

        await cluster.Clock.LeapAsync(TimeSpan.FromSeconds(30));

        Assert.Null(await cluster.Dispatcher.ReserveAsync(Some.Entry()));
    }

    [Fact]
    public async Task ReserveAsync_SameTwice_TakesOnePlace()
    {
        await using var cluster = await StartAsync(queue: 2, client: 2);
        var entry = Some.Entry();

        Assert.Null(await cluster.Dispatcher.ReserveAsync(entry));
        Assert.Null(await cluster.Dispatcher.ReserveAsync(entry));
        Assert.Null(await cluster.Dispatcher.ReserveAsync(Some.Entry()));
        Assert.NotNull(await cluster.Dispatcher.ReserveAsync(Some.Entry()));
        await cluster.Dispatcher.ReleaseAsync(entry.Id);
        Assert.Null(await cluster.Dispatcher.ReserveAsync(Some.Entry()));
    }

    private static Task<GrainsCluster> StartAsync(int queue, int client) => new GrainsCluster
    {
        Slots = 0,
        Time = new TestClock(Some.Moment),
        Dispatching = options => (options.QueueLimit, options.ClientQueueLimit) = (queue, client),
    }.StartAsync();
}
