using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>What can be done to a cluster.</summary>
internal enum Fault
{
    KillSilo,
    KillDispatcherSilo,
    KillGateway,
    RestartRedis,
    FreezeSilo,
    StopSilo,
    KillAll,
}

/// <summary>What can be done to a silo on a machine apart.</summary>
internal enum FaultApart
{
    CutFromRedis,
    CutFromSilos,
    ClockAhead,
    ClockBehind,
}

/// <summary>Does harm, and afterwards mends it: what was killed is replaced, what was stopped is started again.</summary>
internal sealed class Nemesis(ClusterProcesses cluster, Func<TimeSpan> now, Random chance, TimeSpan frozen)
{
    /// <summary>Some readings of the list of silos.</summary>
    private static readonly TimeSpan ToLearnItsEnd = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan RedisAway = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ClockOff = TimeSpan.FromHours(1);

    private readonly List<(string Fault, TimeSpan At)> _done = [];

    /// <summary>What was done, and when.</summary>
    public IReadOnlyList<(string Fault, TimeSpan At)> Done => _done;

    /// <summary>Whether the clock of the silo apart was ever wrong.</summary>
    public bool HasSetClocks { get; private set; }

    /// <summary>Does one thing, and has it mended before it returns.</summary>
    public async Task DoAsync(Fault fault)
    {
        _done.Add(($"{fault}", now()));
        switch (fault)
        {
            case Fault.KillSilo:
                await ReplaceAsync(AnySilo());
                break;
            case Fault.KillDispatcherSilo:
                await ReplaceAsync(cluster.DispatcherSilo() ?? AnySilo());
                break;
            case Fault.KillGateway:
                await cluster.KillGatewayAsync();
                cluster.LaunchGateway();
                break;
            case Fault.RestartRedis:
                await cluster.Redis.KillAsync();
                await Task.Delay(RedisAway);
                await cluster.Redis.StartAsync();
                break;
            case Fault.FreezeSilo:
                await FreezeAsync(AnySilo());
                break;
            case Fault.StopSilo:
                var leaving = AnySilo();
                cluster.LaunchSilo();
                await leaving.SignalAsync("TERM");
                await cluster.ForgetAsync(leaving);
                break;
            case Fault.KillAll:
                foreach (var silo in cluster.Silos.ToList())
                {
                    await ReplaceAsync(silo);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    /// <summary>The same for the silo apart; it lasts as long as a silo is frozen.</summary>
    public async Task DoAsync(FaultApart fault, MachineApart machine)
    {
        _done.Add(($"{fault}", now()));
        switch (fault)
        {
            case FaultApart.CutFromRedis:
                await machine.CutAsync(machine.RedisAddress);
                break;
            case FaultApart.CutFromSilos:
                await machine.CutAsync(machine.SiloAddress);
                break;
            case FaultApart.ClockAhead or FaultApart.ClockBehind:
                HasSetClocks = true;
                machine.SetClock(fault == FaultApart.ClockAhead ? ClockOff : -ClockOff);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }

        await Task.Delay(frozen);
        await machine.MendAsync();
        machine.SetClock(TimeSpan.Zero);
        if (await LearnsItsEndAsync(cluster.SiloApart!))
        {
            cluster.LaunchSiloApart();
        }
    }

    private ServerProcess AnySilo() => cluster.Silos[chance.Next(cluster.Silos.Count)];

    private async Task ReplaceAsync(ServerProcess silo)
    {
        await cluster.KillAsync(silo);
        cluster.LaunchSilo();
    }

    // The others take it for dead meanwhile; when it learns that, it ends itself, and whoever watches over it starts it again. Where they
    // were slow to (on a busy machine a silo may take four times as long to answer before it counts as dead), it just goes on.
    private async Task FreezeAsync(ServerProcess silo)
    {
        await silo.SignalAsync("STOP");
        await Task.Delay(frozen);
        await silo.SignalAsync("CONT");
        if (await LearnsItsEndAsync(silo))
        {
            cluster.LaunchSilo();
        }
    }

    private async Task<bool> LearnsItsEndAsync(ServerProcess silo)
    {
        var ended = await Eventually.IsTrueAsync(() => Task.FromResult(silo.HasExited), ToLearnItsEnd);
        if (ended)
        {
            await cluster.ForgetAsync(silo);
        }

        return ended;
    }
}
