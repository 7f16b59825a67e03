using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

public sealed class FairnessTests
{
    [Fact]
    public async Task Slots_ManyOfOneClient_RunAnothersSingleOneNext()
    {
        await using var cluster = await new GrainsCluster { Slots = 1 }.StartAsync();
        var busy = Some.Code();
        await cluster.SubmitAsync(busy);
        var run = await cluster.Runner.NextAsync(busy);
        var many = new List<ISubmissionGrain>();
        for (var i = 0; i < 30; i++)
        {
            many.Add(await cluster.SubmitAsync($"quick many {i}", "many"));
        }

        var single = await cluster.SubmitAsync("quick single", "single");
        Assert.Equal(2, (await single.GetAsync())?.QueuePosition);
        Assert.Equal(31, (await many[^1].GetAsync())?.QueuePosition);
        run.Accept();
        await Task.WhenAll(many.Select(GrainsCluster.ResultAsync));

        Assert.Equal(
            ["quick many 0", "quick single", .. Enumerable.Range(1, 29).Select(static i => $"quick many {i}")],
            cluster.Runner.Order.Skip(1));
    }

    [Fact]
    public async Task LeaseAsync_TenThousandBatchOfAnother_GivesTheInteractiveOneNext()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        foreach (var part in Enumerable.Range(0, 10_000).Chunk(500))
        {
            await Task.WhenAll(part.Select(_ => cluster.Dispatcher.EnqueueAsync(Some.Entry("many", Lane.Batch))));
        }

        Assert.NotNull(await slot.LeaseAsync());
        var single = await cluster.SubmitAsync("quick single", "single");

        Assert.Equal(1, (await single.GetAsync())?.QueuePosition);
        Assert.Equal(single.GetPrimaryKey(), (await slot.LeaseAsync())?.Id);
        Assert.Equal(9_999, (await cluster.Dispatcher.GetStatusAsync()).WaitingBatch);
    }

    [Fact]
    public async Task LeaseAsync_BothLanes_GivesFourToOne()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        var batch = new HashSet<Guid>();
        for (var i = 0; i < 10; i++)
        {
            await cluster.SubmitAsync(Some.Code());
            batch.Add((await cluster.SubmitAsync(Some.Code(), lane: Lane.Batch)).GetPrimaryKey());
        }

        var lanes = new List<bool>();
        while (await slot.LeaseAsync() is { } lease)
        {
            lanes.Add(batch.Contains(lease.Id));
        }

        Assert.Equal(
            [false, false, false, false, true, false, false, false, false, true, false, false, true, true, true, true, true, true, true, true],
            lanes);
    }

    [Fact]
    public async Task LeaseAsync_WaitingSlots_AreServedInTheirOrder()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        var waiting = new List<Task<Lease?>>();
        for (var i = 1; i <= 3; i++)
        {
            waiting.Add(slot.LeaseAsync(wait: TestSlot.Long));
            await IdleAsync(cluster, i);
        }

        for (var i = 0; i < 3; i++)
        {
            var submission = await cluster.SubmitAsync(Some.Code());
            Assert.Equal(submission.GetPrimaryKey(), (await waiting[i])?.Id);
            Assert.Equal(2 - i, (await cluster.Dispatcher.GetStatusAsync()).IdleSlots);
        }
    }

    [Fact]
    public async Task LeaveAsync_WaitingSlots_ReturnWithoutALease()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        var waiting = slot.LeaseAsync(wait: TestSlot.Long);
        await IdleAsync(cluster, 1);

        await cluster.Dispatcher.LeaveAsync(slot.Silo);

        Assert.Null(await waiting);
        Assert.Equal(0, (await cluster.Dispatcher.GetStatusAsync()).IdleSlots);
    }

    /// <summary>Returns when so many slots wait: calls from one client to one grain may overtake each other.</summary>
    private static Task IdleAsync(GrainsCluster cluster, int slots) =>
        TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == slots);
}
