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
        foreach (var (run, code) in runs.Zip(codes))
        {
            (run.Silo.Equals(victim.SiloAddress) ? await FinishAfterAsync(cluster, runs, code, victim) : run).Accept();
        }

        var results = await Task.WhenAll(submissions.Select(GrainsCluster.ResultAsync));

        Assert.All(results, static result => Assert.Equal(Verdict.Accepted, result.Verdict));
        Assert.Equal(runs.Select(run => run.Silo.Equals(victim.SiloAddress) ? 2 : 1), results.Select(static result => result.Attempts));
        Assert.Empty(cluster.Index.Entries);
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

    private static Task<FakeRun> FinishAfterAsync(GrainsCluster cluster, FakeRun[] runs, string code, InProcessSiloHandle victim)
    {
        // The others are still busy, so one of them has to end before there is a slot.
        foreach (var other in runs.Where(run => !run.Silo.Equals(victim.SiloAddress)))
        {
            other.Accept();
        }

        return cluster.Runner.NextAsync(code);
    }
}
