using CodeRunner.Contracts;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>A client that has all slots, and others who wait.</summary>
public sealed class SharingTests
{
    private const int Tests = 20;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeartbeatPeriod = new SlotOptions().HeartbeatPeriod;

    [Fact]
    public async Task Slots_OneClientHasThemAll_GivesOneUpBetweenTwoTestsAndGoesOnThere()
    {
        await using var cluster = await StartAsync();
        var (_, first) = await RunAsync(cluster, "ann");
        var (submission, second) = await RunAsync(cluster, "ann");
        var other = Some.Code();
        await cluster.SubmitAsync(other, "ben");

        var begun = cluster.Runner.NextAsync(other);
        var ended = 0;
        await TurnAsync(cluster, begun, FinishTest, Second);
        await second.KilledAsync();
        Assert.False(first.Cancelled.IsCompleted);
        (await begun).Accept();

        var again = await cluster.Runner.NextAsync(second.Request.Code.ToString());
        var kept = again.Observer.Earlier.Select(static test => test.Name).ToArray();

        // The last one may have ended while the run was being stopped: then it is run again.
        Assert.InRange(kept.Length, Math.Max(1, ended - 1), ended);
        Assert.Equal(Enumerable.Range(1, kept.Length).Select(static test => $"{test}"), kept);
        again.Accept();
        var result = await GrainsCluster.ResultAsync(submission);
        Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts));

        // A run that was stopped ends no further test.
        void FinishTest()
        {
            if (!second.Cancelled.IsCompleted)
                second.Observer.OnTestFinished(++ended, Result($"{ended}"));
        }
    }

    [Fact]
    public async Task Slots_TestWithoutEnd_IsStoppedAndRunAgainUncounted()
    {
        await using var cluster = await StartAsync();
        var (_, first) = await RunAsync(cluster, "ann");
        var (submission, second) = await RunAsync(cluster, "ann");
        second.Observer.OnTestFinished(1, Result("1"));
        var startedAt = (await submission.GetAsync())?.StartedAt;

        for (var hello = 0; hello < 5; hello++)
        {
            var running = hello == 0 ? second : await cluster.Runner.NextAsync(second.Request.Code.ToString());
            var other = Some.Code();
            await cluster.SubmitAsync(other, "ben");
            var begun = cluster.Runner.NextAsync(other);
            await TurnAsync(cluster, begun, static () => { }, Second);
            await running.KilledAsync();
            (await begun).Accept();
        }

        Assert.False(first.Cancelled.IsCompleted);
        var last = await cluster.Runner.NextAsync(second.Request.Code.ToString());
        Assert.Single(last.Observer.Earlier);
        last.Accept();
        var result = await GrainsCluster.ResultAsync(submission);
        Assert.Equal((Verdict.Accepted, 1, startedAt), (result.Verdict, result.Attempts, result.StartedAt));
    }

    [Fact]
    public async Task Slots_LastTestHasEnded_IsNotStopped()
    {
        await using var cluster = await StartAsync(slots: 1);
        var (submission, run) = await RunAsync(cluster, "ann");
        var lease = new Lease(submission.GetPrimaryKey(), 1, 0);
        await cluster.Service<Grains.Execution.Slots.LocalLeases>().YieldAsync(lease, null);

        run.Observer.OnTestFinished(Tests, Result("last"));
        run.Accept();

        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task Slots_NobodyElseWaits_StopsNothing()
    {
        await using var cluster = await StartAsync();
        var (_, first) = await RunAsync(cluster, "ann");
        var (_, second) = await RunAsync(cluster, "ann");
        await cluster.SubmitAsync(Some.Code(), "ann");
        var leases = cluster.Service<LocalLeases>();

        for (var i = 0; i < 20; i++)
        {
            await cluster.Clock.AdvanceAsync(Second);

            // Else the clock runs away from the heartbeats, and the silo stops what it could not renew.
            await TestTime.UntilAsync(() => leases.SinceRenewal(0) < HeartbeatPeriod);
            first.Observer.OnTestFinished(1, Result("1"));
        }

        Assert.False(first.Cancelled.IsCompleted || second.Cancelled.IsCompleted);
    }

    [Fact]
    public async Task LeaseAsync_FreeSlot_GoesToWhoHasFewest()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        await cluster.SubmitAsync(Some.Code());
        Assert.NotNull(await slot.LeaseAsync());
        await cluster.SubmitAsync(Some.Code());
        var other = await cluster.SubmitAsync(Some.Code(), "ben");

        Assert.Equal(other.GetPrimaryKey(), (await slot.LeaseAsync())?.Id);
    }

    [Fact]
    public async Task CancelAsync_AfterATurn_NamesThatTurnToTheSilo()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        var submission = await cluster.SubmitAsync(Some.Code());
        var first = await slot.LeaseAsync();
        var second = await slot.LeaseAsync(new LeaseReport(first!, LeaseEnd.Yielded));
        Assert.Equal(first! with { Turn = 1 }, second);

        await submission.CancelAsync();

        Assert.Equal(second, await slot.Revoked);
    }

    /// <summary>A slot repeats a report whose answer was lost, and with it the lease for the next turn.</summary>
    [Fact]
    public async Task LeaseAsync_RepeatedReport_DoesNotEndTheNextTurn()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        await using var slot = new TestSlot(cluster);
        await cluster.SubmitAsync(Some.Code());
        var first = await slot.LeaseAsync();
        var second = await slot.LeaseAsync(new LeaseReport(first!, LeaseEnd.Yielded));

        await slot.ReportAsync(first!, LeaseEnd.Yielded);

        Assert.Equal(1, (await cluster.Dispatcher.GetStatusAsync()).Leased);
        Assert.Empty(await slot.HeartbeatAsync(second!));
    }

    private static Task<GrainsCluster> StartAsync(int slots = 2) => new GrainsCluster { Slots = slots, Time = new TestClock(Some.Moment) }.StartAsync();

    private static async Task<(ISubmissionGrain Submission, FakeRun Run)> RunAsync(GrainsCluster cluster, string client)
    {
        var code = Some.Code();
        var submission = cluster.Submission(Guid.NewGuid());
        Assert.Null(await submission.SubmitAsync(Some.Request(code, client) with
        {
            Tests = [.. Enumerable.Range(1, Tests).Select(static test => new TestCase($"{test}", Blob.Empty, null))],
        }));
        var run = await cluster.Runner.NextAsync(code);

        // So that it is older than the next one.
        await cluster.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        return (submission, run);
    }

    /// <summary>Turns the clock until the other's run begins, and does something after each turn.</summary>
    private static async Task TurnAsync(GrainsCluster cluster, Task begun, Action afterEach, TimeSpan step)
    {
        var turns = 0;
        await TestTime.UntilAsync(async () =>
        {
            if (begun.IsCompleted)
            {
                return true;
            }

            await cluster.Clock.AdvanceAsync(step);
            afterEach();
            turns++;
            await Task.WhenAny(begun, Task.Delay(250));
            return begun.IsCompleted;
        });
        Assert.InRange(turns, 1, 5);
    }

    private static TestResult Result(string name) => new() { Name = name, Verdict = Verdict.Accepted, Usage = Usage.None };
}
