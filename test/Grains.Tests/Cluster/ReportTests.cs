using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Cluster;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Tests.Diagnostics;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Grains.Tests.Cluster;

/// <summary>What silos say of themselves, and what they count.</summary>
public sealed class ReportTests
{
    private static readonly Dictionary<string, string?> Often = new() { ["ClusterReports:Period"] = "00:00:00.1" };

    [Fact]
    public async Task Report_Silos_SayWhatTheyHave()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 3, Settings = Often, Also = Describe }.StartAsync();

        var report = await UntilAsync(cluster, static report => report.Silos.Length == 2);

        Assert.Equal(
            cluster.Cluster.Silos.Select(static silo => silo.SiloAddress).ToHashSet(),
            report.Silos.Select(static silo => silo.Report.Silo).ToHashSet());
        Assert.All(report.Silos, static silo =>
        {
            Assert.Equal(SiloState.Active, silo.State);
            Assert.Equal((3, 0, "a box", "C++"), (silo.Report.Slots, silo.Report.Busy, silo.Report.Sandbox, Assert.Single(silo.Report.Languages).Name));
            Assert.True(silo.Report.Memory.Bytes > 0 && silo.Report.CpuTime > TimeSpan.Zero && silo.Report.Version.Length > 0);
        });
    }

    [Fact]
    public async Task Report_Work_IsCountedOnceAndByVerdict()
    {
        await using var cluster = await new GrainsCluster { Slots = 1, Settings = Often }.StartAsync();
        var (wrong, held) = (Some.Code(), Some.Code());
        var submissions = await Task.WhenAll(cluster.SubmitAsync(Some.Code("quick")), cluster.SubmitAsync(Some.Code("quick"), lane: Lane.Batch));
        await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));
        var failing = await cluster.SubmitAsync(wrong);
        (await cluster.Runner.NextAsync(wrong)).Finish(Some.Result(Verdict.WrongAnswer));
        await GrainsCluster.ResultAsync(failing);
        await cluster.SubmitAsync(held);
        await cluster.Runner.NextAsync(held);
        Assert.Equal(CancelOutcome.Cancelled, await (await cluster.SubmitAsync(Some.Code())).CancelAsync());

        var report = await UntilAsync(cluster, static report => report.Totals.Finished.GetValueOrDefault(Verdict.Cancelled) == 1);

        var totals = report.Totals;
        Assert.Equal((5, 4, 3, 0), (totals.Accepted, totals.Leased, totals.Runs, totals.Retries));
        Assert.Equal((2, 1), (totals.Finished[Verdict.Accepted], totals.Finished[Verdict.WrongAnswer]));
        Assert.True(totals.WaitTime >= TimeSpan.Zero && totals.RunTime >= TimeSpan.Zero);
        Assert.Equal(1, Assert.Single(report.Silos).Report.Busy);
    }

    [Fact]
    public async Task Report_SiloKilled_DropsOut()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Settings = Often }.StartAsync();
        await UntilAsync(cluster, static report => report.Silos.Length == 2);

        await cluster.Cluster.KillSiloAsync(cluster.Cluster.Silos[1]);

        var report = await UntilAsync(cluster, static report => report.Silos.Length == 1);
        Assert.Equal(cluster.Cluster.Silos[0].SiloAddress, report.Silos[0].Report.Silo);
    }

    [Fact]
    public async Task Totals_LeaseExpired_CountsARetry()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Time = new TestClock(Some.Moment) }.StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await using var slot = new TestSlot(cluster);
        var lease = await slot.LeaseAsync();
        Assert.Empty(await slot.HeartbeatAsync(lease!));

        await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(17));

        await TestTime.UntilAsync(() => cluster.Service<GrainsInstruments>().ReadTotals().Retries == 1);
    }

    [Fact]
    public async Task Metrics_StorageIsAway_CountsTheError()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        cluster.Storage.GoAway();

        Assert.NotNull(await cluster.Submission(Guid.NewGuid()).SubmitAsync(Some.Request(Some.Code())));

        var meters = cluster.Service<IMeterFactory>();
        Assert.Equal(1, Metrics.Read(meters, "coderunner.storage.errors")["read"]);
        Assert.Equal(0, Metrics.Read(meters, "coderunner.submission.accepted")["interactive"]);
    }

    [Fact]
    public async Task Metrics_Queue_IsThatOfTheDispatchersHere()
    {
        await using var cluster = await new GrainsCluster { Slots = 0, Time = new TestClock(Some.Moment) }.StartAsync();
        await cluster.SubmitAsync(Some.Code());
        await cluster.SubmitAsync(Some.Code(), lane: Lane.Batch);
        await cluster.SubmitAsync(Some.Code(), lane: Lane.Batch);

        await cluster.Clock.AdvanceAsync(TimeSpan.FromSeconds(1));

        await TestTime.UntilAsync(() => Metrics.Read(cluster.Service<IMeterFactory>(), "coderunner.queue.length") is { } queue
            && queue["interactive"] == 1 && queue["batch"] == 2);
        Assert.Equal(0, Metrics.Read(cluster.Service<IMeterFactory>(), "coderunner.slot.count")[string.Empty]);
    }

    private static void Describe(ISiloBuilder silo) => silo.Services.AddSingleton<ISiloDescription, Description>();

    private static async Task<ClusterReport> UntilAsync(GrainsCluster cluster, Func<ClusterReport, bool> condition)
    {
        ClusterReport? report = null;
        await TestTime.UntilAsync(async () => condition(report = await cluster.Grains.GetGrain<IClusterGrain>(0).GetAsync()));
        return report!;
    }

    private sealed class Description : ISiloDescription
    {
        public string Sandbox => "a box";

        public ImmutableArray<SiloLanguage> Languages => [new SiloLanguage("cpp", "C++", "1")];
    }
}
