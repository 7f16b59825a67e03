using System.Diagnostics.Metrics;
using System.Net;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Tests.Diagnostics;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>
/// A silo was frozen, the others declared it dead, and it wakes without knowing: each step in which a submission could get lost then,
/// by itself.
/// </summary>
public sealed class FrozenSiloTests
{
    [Fact]
    public async Task LeaseAsync_OfADeadSilo_IsRefused()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 0 }.StartAsync();
        await using var dead = new TestSlot(cluster, silo: 1);
        await using var alive = new TestSlot(cluster, silo: 0);
        await DieAsync(cluster);
        var submission = await cluster.SubmitAsync(Some.Code());

        Assert.Null(await dead.LeaseAsync());
        Assert.Equal(submission.GetPrimaryKey(), (await alive.LeaseAsync())?.Id);
    }

    [Fact]
    public async Task LeaseAsync_OfADeadSilo_WaitsAsLongAsItAsks()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 0, Time = new TestClock(Some.Moment) }.StartAsync();
        await using var dead = new TestSlot(cluster, silo: 1);
        await DieAsync(cluster);

        // Else it would ask in a circle until it learns that it is dead.
        var asking = dead.LeaseAsync(wait: TimeSpan.FromSeconds(10));
        await cluster.Dispatcher.GetStatusAsync();
        await cluster.Clock.LeapAsync(TimeSpan.FromSeconds(9));
        await cluster.Dispatcher.GetStatusAsync();
        Assert.False(asking.IsCompleted);
        await TestTime.UntilAsync(async () =>
        {
            await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
            await cluster.Dispatcher.GetStatusAsync();
            return asking.IsCompleted;
        });

        Assert.Null(await asking);
    }

    [Fact]
    public async Task HeartbeatAsync_OfADeadSilo_LosesAllItRuns()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 0 }.StartAsync();
        await using var dead = new TestSlot(cluster, silo: 1);
        await DieAsync(cluster);
        var submission = await cluster.SubmitAsync(Some.Code());
        var lease = new Lease(submission.GetPrimaryKey(), 1, 0);

        Assert.Equal(lease, Assert.Single(await dead.HeartbeatAsync(lease)));
        Assert.Equal(1, (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive);
    }

    [Fact]
    public async Task CarryOutAsync_LeaseOfAnotherSilo_IsHandedBackAndNotRun()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code("quick"));
        var lease = new Lease(submission.GetPrimaryKey(), 1, 0);
        var nobody = SiloAddress.New(IPAddress.Loopback, 1, 1);

        var report = await cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(lease, nobody);

        Assert.Equal(new LeaseReport(lease, LeaseEnd.HandedBack), report);
        Assert.Equal(0, cluster.Runner.Started);
        Assert.Equal(LeaseEnd.HandedBack, (await cluster.Grains.GetGrain<IExecutorGrain>(0).ExecuteAsync(lease)).End);
    }

    [Fact]
    public async Task Run_RevokedWithoutAResult_IsNotReportedAsCompleted()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var silo = cluster.Cluster.Silos[0].SiloAddress;
        var lease = new Lease(submission.GetPrimaryKey(), 1, 0);
        var running = cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(lease, silo);
        await cluster.Runner.NextAsync(code);

        await cluster.Service<LocalLeases>().RevokeAsync(lease);

        Assert.Equal(LeaseEnd.Revoked, (await running).End);
    }

    [Fact]
    public async Task Run_OvertakenByALaterAttempt_IsNotReportedAsCompleted()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        var silo = cluster.Cluster.Silos[0].SiloAddress;
        await submission.BeginAsync(2, Some.Moment);

        var report = await cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(new Lease(submission.GetPrimaryKey(), 1, 0), silo);

        Assert.Equal(LeaseEnd.Revoked, report.End);
        Assert.Equal(0, cluster.Runner.Started);
    }

    [Fact]
    public async Task Run_ResultOfAnOvertakenAttempt_IsNotDeliveredByASiloThatWasNotHeardOf()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Time = new TestClock(Some.Moment) }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var silo = cluster.Cluster.Silos[0].SiloAddress;
        var running = cluster.Grains.GetGrain<IExecutorGrain>(0).CarryOutAsync(new Lease(submission.GetPrimaryKey(), 1, 0), silo);
        var run = await cluster.Runner.NextAsync(code);

        // This silo stood still, and meanwhile the next attempt was given to another one.
        await cluster.Clock.LeapAsync(TimeSpan.FromSeconds(4));
        await cluster.Index.SetAttemptsAsync(0, submission.GetPrimaryKey(), 2);
        run.Accept();

        Assert.Equal(LeaseEnd.Revoked, (await running).End);
        Assert.Null((await submission.GetAsync())?.Result);
    }

    [Fact]
    public async Task Report_Revoked_RunsAgainAsALaterAttempt()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();

        await slot.ReportAsync(lease!, LeaseEnd.Revoked);

        Assert.Equal(new Lease(submission.GetPrimaryKey(), 2, 0), await slot.LeaseAsync());
        Assert.All(Found(cluster).Values, static count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task GiveUp_OvertakenByAttemptsThatTheIndexDidNotCount_StillEndsWithAResult()
    {
        await using var cluster = await new GrainsCluster { Slots = 0 }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        await submission.BeginAsync(4, Some.Moment);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await slot.ReportAsync((await slot.LeaseAsync())!, LeaseEnd.Failed);
        }

        Assert.Equal(Verdict.InternalError, (await GrainsCluster.ResultAsync(submission)).Verdict);
    }

    [Fact]
    public async Task Sweep_FindsASubmissionWithoutAPlace_IsCounted()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Time = new TestClock(Some.Moment.AddMinutes(10)) }.StartAsync();
        var submission = await cluster.SubmitAsync(Some.Code());
        await cluster.Dispatcher.CancelAsync(submission.GetPrimaryKey());

        await TestTime.UntilAsync(async () =>
        {
            await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));
            return (await cluster.Dispatcher.GetStatusAsync()).WaitingInteractive == 1;
        });

        Assert.Equal(1, Found(cluster)["lost"]);
    }

    [Fact]
    public async Task LeaseAsync_OfADispatcherWhoseOwnSiloIsDead_GrantsAndCountsNothing()
    {
        OutlivedMembership membership = null!;
        await using var cluster = await new GrainsCluster
        {
            Slots = 0,
            Also = silo =>
            {
                var real = silo.Services.Last(static service => service.ServiceType == typeof(IClusterMembershipService)).ImplementationFactory!;
                silo.Services.AddSingleton<IClusterMembershipService>(
                    services => membership = new OutlivedMembership((IClusterMembershipService)real(services), services.GetRequiredService<ILocalSiloDetails>()));
            },
        }.StartAsync();
        await using var slot = new TestSlot(cluster, SiloAddress.New(IPAddress.Loopback, 1, int.MaxValue));
        var submission = await cluster.SubmitAsync(Some.Code());
        var lease = await slot.LeaseAsync();

        membership.IsOutlived = true;
        await slot.ReportAsync(lease!, LeaseEnd.Failed);

        Assert.Null(await slot.LeaseAsync());
        Assert.Equal(1, cluster.Index.AttemptsOf(submission.GetPrimaryKey()));
        membership.IsOutlived = false;
        Assert.Equal(2, (await slot.LeaseAsync())?.Attempt);
    }

    private static Dictionary<string, long> Found(GrainsCluster cluster) => Metrics.Read(cluster.Service<IMeterFactory>(), "coderunner.sweep.found");

    /// <summary>Ends the second silo, and waits until the dispatcher's knows it.</summary>
    private static async Task DieAsync(GrainsCluster cluster)
    {
        var dead = cluster.Cluster.Silos[1];
        await cluster.Dispatcher.GetStatusAsync();
        await cluster.Cluster.KillSiloAsync(dead);
        var membership = cluster.Service<IClusterMembershipService>();
        await TestTime.UntilAsync(() => membership.CurrentSnapshot.GetSiloStatus(dead.SiloAddress) == SiloStatus.Dead);
        await TestTime.UntilAsync(async () =>
        {
            try
            {
                await cluster.Dispatcher.GetStatusAsync();
                return true;
            }
            catch (OrleansException)
            {
                return false;
            }
        });
    }

    /// <summary>A silo's membership, in which that silo itself can be dead.</summary>
    private sealed class OutlivedMembership(IClusterMembershipService inner, ILocalSiloDetails local) : IClusterMembershipService
    {
        public bool IsOutlived { get; set; }

        public ClusterMembershipSnapshot CurrentSnapshot =>
            IsOutlived ? new(inner.CurrentSnapshot.Members.SetItem(local.SiloAddress, Dead), inner.CurrentSnapshot.Version) : inner.CurrentSnapshot;

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => inner.MembershipUpdates;

        private ClusterMember Dead => new(local.SiloAddress, SiloStatus.Dead, local.Name);

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => inner.Refresh(minimumVersion, cancellationToken);

        public Task<bool> TryKill(SiloAddress siloAddress) => inner.TryKill(siloAddress);
    }
}
