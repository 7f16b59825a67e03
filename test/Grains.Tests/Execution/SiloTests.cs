using System.Diagnostics;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Tests.Fakes;
using Orleans.TestingHost;

namespace CodeRunner.Grains.Tests.Execution;

/// <summary>Silos die, stop and hang.</summary>
public sealed class SiloTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task KillSilo_WithRunningWork_ItRunsElsewhere(int silos)
    {
        await using var cluster = await new GrainsCluster { Silos = silos, Slots = 2 }.StartAsync();
        var codes = Enumerable.Range(0, silos * 2).Select(_ => Some.Code()).ToList();
        var submissions = await Task.WhenAll(codes.Select(code => cluster.SubmitAsync(code)));
        var runs = await Task.WhenAll(codes.Select(cluster.Runner.NextAsync));
        var victim = cluster.Cluster.Silos[^1];

        await cluster.Cluster.KillSiloAsync(victim);
        foreach (var run in runs.Where(run => !Died(run)))
        {
            run.Accept();
        }

        foreach (var code in runs.Zip(codes).Where(pair => Died(pair.First)).Select(static pair => pair.Second))
        {
            (await cluster.Runner.NextAsync(code)).Accept();
        }

        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal(Verdict.Accepted, result.Verdict));
        Assert.Equal(runs.Select(run => Died(run) ? 2 : 1), results.Select(static result => result.Attempts));
        Assert.Empty(cluster.Index.Entries);

        bool Died(FakeRun run) => run.Silo.Equals(victim.SiloAddress);
    }

    [Fact]
    public async Task Submit_SameSourceAgain_GoesToTheSiloThatHasItCompiled()
    {
        await using var cluster = await new GrainsCluster { Silos = 3, Slots = 2 }.StartAsync();
        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == 6);
        var code = Some.Code();
        var silos = new HashSet<SiloAddress>();

        for (var i = 0; i < 8; i++)
        {
            var submission = await cluster.SubmitAsync(code);
            var run = await cluster.Runner.NextAsync(code);
            silos.Add(run.Silo);
            run.Accept();
            await GrainsCluster.ResultAsync(submission);
            await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == 6);
        }

        Assert.Single(silos);
    }

    [Fact]
    public async Task StopSilo_WorkEndsInTheDrainTime_IsNotStartedAgain()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 1, Slotting = static options => options.DrainTimeout = TestTime.Patience }.StartAsync();
        var (runs, submissions) = await FillAsync(cluster);
        var stopping = cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(runs[0].Silo));

        var stopped = cluster.Cluster.StopSiloAsync(stopping);
        runs[0].Accept();
        await stopped.WaitAsync(TestTime.Patience);
        runs[1].Accept();
        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts)));
        Assert.Equal(2, cluster.Runner.Started);
    }

    [Fact]
    public async Task StopSilo_WorkOutlastsTheDrainTime_IsHandedBackUncharged()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 1 }.StartAsync();
        var (runs, submissions) = await FillAsync(cluster);
        var stopping = cluster.Cluster.Silos.Single(silo => silo.SiloAddress.Equals(runs[0].Silo));

        await cluster.Cluster.StopSiloAsync(stopping).WaitAsync(TestTime.Patience);
        await runs[0].KilledAsync();
        runs[1].Accept();
        (await cluster.Runner.NextAsync(runs[0].Request.Code.ToString())).Accept();
        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal((Verdict.Accepted, 1), (result.Verdict, result.Attempts)));
    }

    [Fact]
    public async Task StopSilo_FreeSlots_DontHoldItUp()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 4, Slotting = static options => options.Wait = TimeSpan.FromSeconds(20) }.StartAsync();
        await TestTime.UntilAsync(async () => (await cluster.Dispatcher.GetStatusAsync()).IdleSlots == 8);
        var began = Stopwatch.GetTimestamp();

        await cluster.Cluster.StopSiloAsync(cluster.Cluster.Silos[1]);

        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(await cluster.SubmitAsync(Some.Code("quick")))).Verdict);
    }

    [Fact]
    public async Task StartSilo_WhileWorkWaits_TakesItAtOnce()
    {
        await using var cluster = await new GrainsCluster { Silos = 1, Slots = 1 }.StartAsync();
        var (busy, code) = (Some.Code(), Some.Code());
        await cluster.SubmitAsync(busy);
        var run = await cluster.Runner.NextAsync(busy);
        var submission = await cluster.SubmitAsync(code);

        var joined = await cluster.Cluster.StartAdditionalSiloAsync();
        var second = await cluster.Runner.NextAsync(code);
        second.Accept();

        Assert.Equal(joined.SiloAddress, second.Silo);
        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(submission)).Verdict);
        run.Accept();
    }

    [Fact]
    public async Task KillSilo_ThatHasTheDispatcher_WorkGoesOn()
    {
        await using var cluster = await new GrainsCluster { Silos = 2, Slots = 2 }.StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        var host = cluster.Cluster.Silos.Single(silo => HasDispatcher(cluster, silo));

        await cluster.Cluster.KillSiloAsync(host);
        var survives = !run.Silo.Equals(host.SiloAddress);
        (survives ? run : await cluster.Runner.NextAsync(code)).Accept();
        var quick = await cluster.SubmitAsync(Some.Code("quick"));

        Assert.Equal(survives ? 1 : 2, (await GrainsCluster.ResultAsync(submission)).Attempts);
        Assert.Equal(Verdict.Accepted, (await GrainsCluster.ResultAsync(quick)).Verdict);
        Assert.False(cluster.Runner.HasMore(code));
    }

    private static bool HasDispatcher(GrainsCluster cluster, InProcessSiloHandle silo) =>
        cluster.Cluster.TryGetGrainContext(cluster.Dispatcher.GetGrainId(), out var context)
        && context.Address.SiloAddress!.Equals(silo.SiloAddress);

    /// <summary>Gives both silos of a cluster one submission each.</summary>
    private static async Task<(FakeRun[] Runs, ISubmissionGrain[] Submissions)> FillAsync(GrainsCluster cluster)
    {
        string[] codes = [Some.Code(), Some.Code()];
        var submissions = await Task.WhenAll(codes.Select(code => cluster.SubmitAsync(code)));
        return (await Task.WhenAll(codes.Select(cluster.Runner.NextAsync)), submissions);
    }
}
