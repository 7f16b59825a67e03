using System.Globalization;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;
using Xunit.Abstractions;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>Real processes, real Redis, real sandboxes, and somebody who kills them. script/chaos runs it for longer.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const string SeedVariable = "CODERUNNER_CHAOS_SEED";
    private const string MinutesVariable = "CODERUNNER_CHAOS_MINUTES";
    private const int Slots = 2;

    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(6);

    private static readonly Dictionary<string, string> Settings = new() { ["Slots__Count"] = $"{Slots}", ["Dispatcher__Shards"] = "1" };

    [Fact]
    public Task Faults_SixWhileSixHundredRun_NothingIsLostOrDoubled() => RunAsync(
        seed: 20261123,
        jobs: 600,
        jobsPerSecond: 10,
        static (nemesis, _) => InTurnAsync(
            nemesis, Fault.KillSilo, Fault.KillDispatcherSilo, Fault.RestartRedis, Fault.KillGateway, Fault.FreezeSilo, Fault.KillSilo),
        frozen: TimeSpan.FromSeconds(35));

    [Fact]
    public async Task Faults_OneSiloIsCutOff_NothingIsLostOrDoubled()
    {
        using var machine = await MachineApart.CreateAsync();
        await RunApartAsync(machine, seed: 11, FaultApart.CutFromRedis, FaultApart.CutFromSilos);
    }

    [Fact]
    public async Task Faults_ClockOfOneSiloJumps_NothingIsLostOrDoubled()
    {
        using var machine = await MachineApart.CreateAsync();
        await RunApartAsync(machine, seed: 12, FaultApart.ClockAhead, FaultApart.ClockBehind);
    }

    [Fact]
    public Task Faults_None_NothingIsRunTwice() => RunAsync(
        seed: 1, jobs: 60, jobsPerSecond: 20, static (_, _) => Task.CompletedTask, TimeSpan.Zero, mostAttempts: 1);

    [Fact]
    public async Task Faults_DrawnAtRandom_NothingIsLostOrDoubled()
    {
        // Where nobody says how long, a minute shows that the long run works.
        var minutes = double.Parse(Environment.GetEnvironmentVariable(MinutesVariable) ?? "0.5", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable(SeedVariable) ?? "7", CultureInfo.InvariantCulture);
        const int perSecond = 5;
        await RunAsync(
            seed,
            (int)(minutes * 60 * perSecond),
            perSecond,
            (nemesis, chance) => AtRandomAsync(nemesis, chance, TimeSpan.FromMinutes(minutes)),
            frozen: TimeSpan.FromSeconds(minutes > 2 ? 120 : 20));
    }

    private static async Task InTurnAsync(Nemesis nemesis, params Fault[] faults)
    {
        foreach (var fault in faults)
        {
            await Task.Delay(BetweenFaults);
            await nemesis.DoAsync(fault);
        }
    }

    private static async Task AtRandomAsync(Nemesis nemesis, Random chance, TimeSpan time)
    {
        var faults = Enum.GetValues<Fault>();
        using var over = new CancellationTokenSource(time);
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(5 + (15 * chance.NextDouble())));
            await nemesis.DoAsync(faults[chance.Next(faults.Length)]);
        }
    }

    private Task RunApartAsync(MachineApart machine, int seed, params FaultApart[] faults) => RunAsync(
        seed,
        jobs: 400,
        jobsPerSecond: 4,
        async (nemesis, _) =>
        {
            foreach (var fault in faults)
            {
                await Task.Delay(BetweenFaults);
                await nemesis.DoAsync(fault, machine);
            }
        },
        frozen: TimeSpan.FromSeconds(20),
        apart: machine);

    private async Task RunAsync(
        int seed,
        int jobs,
        int jobsPerSecond,
        Func<Nemesis, Random, Task> doHarm,
        TimeSpan frozen,
        int? mostAttempts = null,
        MachineApart? apart = null)
    {
        var chance = new Random(seed);
        var programs = Enumerable.Range(0, jobs).Select(number => ChaosJob.Create(number, seed)).ToList();
        await using var cluster = await ClusterProcesses.StartAsync(silos: 3, Settings, apart);
        using var clients = new ChaosClients(cluster.Gateway.Address, $"chaos-{seed}");
        var nemesis = new Nemesis(cluster, () => clients.Now, chance, frozen);
        using var over = new CancellationTokenSource();

        var work = Task.WhenAll(programs.Select(async job =>
        {
            await Task.Delay(TimeSpan.FromSeconds((double)job.Number / jobsPerSecond));
            await clients.RunAsync(job, over.Token);
        }));
        await doHarm(nemesis, chance);
        over.CancelAfter(TimeSpan.FromSeconds((double)jobs / jobsPerSecond) + Settling);
        await work;

        // All see the same afterwards, and a repeated submit still finds its job.
        using var last = new CancellationTokenSource(Settling);
        await Task.WhenAll(programs.Where(static job => job.Number % 10 == 0).Select(job => clients.RunAsync(job, last.Token)));
        var left = await PendingAsync(cluster);
        await cluster.BecomeReadyAsync();
        await cluster.StopSilosAsync();

        // What a silo that was killed has left, the next start of one on the machine clears.
        await cluster.LaunchSilo().BecomeReadyAsync();
        var remains = await cluster.StopSilosAsync();

        // The order of attempts is known by the times in the logs; those of a silo whose clock was set say nothing.
        var logs = nemesis.HasSetClocks ? cluster.Logs.Except(cluster.LogsApart) : cluster.Logs;
        var complaints = HistoryChecker.Check(programs, clients.Calls, AttemptLog.Read(logs), Slots);
        output.WriteLine(ChaosReport.Write(seed, programs, clients.Calls, nemesis.Done, complaints));
        Assert.Empty(complaints);
        Assert.Equal(0, left);
        Assert.Null(remains);
        Assert.All(
            clients.Calls.Select(static call => call.Final).OfType<FinalState>(),
            final => Assert.True(final.Attempts <= (mostAttempts ?? final.Attempts), $"{final}"));
        Assert.Equal(jobs, clients.Calls.Where(static call => call.Final is not null).Select(static call => call.Job).Distinct().Count());
    }

    /// <summary>How much is in the pending index once it had the time to empty.</summary>
    private static async Task<long> PendingAsync(ClusterProcesses cluster)
    {
        await using var redis = await cluster.Redis.ConnectAsync();
        long left = -1;
        await Eventually.IsTrueAsync(async () => (left = await redis.GetDatabase().HashLengthAsync("coderunner:pending:0")) == 0, TimeSpan.FromMinutes(2));
        return left;
    }
}
