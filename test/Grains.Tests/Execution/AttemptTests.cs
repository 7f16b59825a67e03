using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;
using CodeRunner.Sandbox;

namespace CodeRunner.Grains.Tests.Execution;

public sealed class AttemptTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_SandboxFailsLessThanThreeTimes_IsTriedAgain(int failures)
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);

        for (var i = 0; i < failures; i++)
        {
            (await cluster.Runner.NextAsync(code)).Fail(new SandboxException("The sandbox is at /secret/place."));
        }

        (await cluster.Runner.NextAsync(code)).Accept();
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal(failures + 1, result.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_EngineFailsThreeTimes_EndsAsInternalError(bool sandboxFails)
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);

        for (var i = 0; i < 3; i++)
        {
            (await cluster.Runner.NextAsync(code)).Fail(sandboxFails
                ? new SandboxException("The sandbox is at /secret/place.")
                : new InvalidOperationException("Bug at /secret/place."));
        }

        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal((Verdict.InternalError, SubmissionState.Failed), (result.Verdict, result.State));
        Assert.Equal(3, result.Attempts);
        Assert.Equal("The engine failed to run it 3 times.", result.Message);
        Assert.False(cluster.Runner.HasMore(code));
    }

    [Fact]
    public async Task Run_SandboxIsAway_IsHandedBackAndNotCounted()
    {
        await using var cluster = await new GrainsCluster { Dispatching = static options => options.MaxAttempts = 2 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);

        for (var i = 0; i < 5; i++)
        {
            (await cluster.Runner.NextAsync(code)).Fail(new SandboxUnavailableException("The engine at /secret/place does not answer."));
        }

        (await cluster.Runner.NextAsync(code)).Accept();
        var result = await GrainsCluster.ResultAsync(submission);

        Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts));
    }

    [Fact]
    public async Task Run_CancelledByNobody_IsAFailure()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);

        (await cluster.Runner.NextAsync(code)).Fail(new OperationCanceledException());
        (await cluster.Runner.NextAsync(code)).Accept();

        Assert.Equal(2, (await GrainsCluster.ResultAsync(submission)).Attempts);
    }

    [Fact]
    public async Task Report_HandedBack_IsNotCounted()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);

        for (var i = 0; i < 10; i++)
        {
            var lease = await slot.LeaseAsync();
            Assert.Equal(1, lease?.Attempt);
            await slot.ReportAsync(lease!, LeaseEnd.HandedBack);
        }

        await TestTime.UntilAsync(() => cluster.Index.AttemptsOf(submission.GetPrimaryKey()) == 0);
        Assert.Equal(1, (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive);
    }

    [Theory]
    [InlineData(LeaseEnd.Completed)]
    [InlineData(LeaseEnd.Failed)]
    [InlineData(LeaseEnd.HandedBack)]
    public async Task Report_OfAnOlderAttempt_IsIgnored(LeaseEnd end)
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var first = await slot.LeaseAsync();
        await slot.ReportAsync(first!, LeaseEnd.Failed);
        var second = await slot.LeaseAsync();

        await slot.ReportAsync(first!, end);

        Assert.Equal(2, second?.Attempt);
        Assert.Empty(await slot.HeartbeatAsync(second!));
        Assert.Equal(1, (await cluster.Dispatcher.GetStatusAsync()).Leased);
    }

    [Fact]
    public async Task Lease_Granted_IsCountedInTheIndex()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);

        var first = await slot.LeaseAsync();
        await slot.ReportAsync(first!, LeaseEnd.Failed);
        await slot.LeaseAsync();

        // The note is written behind the lease.
        await TestTime.UntilAsync(() => cluster.Index.AttemptsOf(submission.GetPrimaryKey()) == 2);
    }

    [Fact]
    public async Task Report_MachineTooBusyEachTime_EndsAsInternalErrorWithTheReason()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Dispatching = static options => options.MaxAttempts = 2 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);

        await slot.ReportAsync((await slot.LeaseAsync())!, LeaseEnd.Overloaded, "busy");
        var second = await slot.LeaseAsync();
        await slot.ReportAsync(second!, LeaseEnd.Overloaded, "busy");

        Assert.Equal(2, second?.Attempt);
        var result = await GrainsCluster.ResultAsync(submission);
        Assert.Equal(Verdict.InternalError, result.Verdict);
        Assert.Equal("The machine was too busy for it 2 times: it was ready to run, but got too little of the processors within its wall time.", result.Message);
    }

    [Fact]
    public async Task GiveUp_StorageAway_IsDeliveredLater()
    {
        await using var cluster = await new GrainsCluster
        {
            Slots = 0,
            Dispatching = static options => (options.MaxAttempts, options.SweepPeriod) = (1, TimeSpan.FromMilliseconds(50)),
        }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();

        cluster.Storage.GoAway();
        await slot.ReportAsync(lease!, LeaseEnd.Failed, "broken");
        await cluster.Storage.Missed.Task.WaitAsync(TestTime.Patience);
        cluster.Storage.IsAway = false;

        Assert.Equal(Verdict.InternalError, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }
}
