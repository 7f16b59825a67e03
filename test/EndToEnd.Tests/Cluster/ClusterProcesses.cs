using System.Text.RegularExpressions;
using CodeRunner.EndToEnd.Tests.Hosting;
using CodeRunner.EndToEnd.Tests.Machine;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>Redis, silos and a gateway as processes on this machine, each of which a test may end as it likes.</summary>
internal sealed partial class ClusterProcesses : IAsyncDisposable
{
    private static readonly TimeSpan GoneTimeout = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly List<ServerProcess> _silos = [];
    private readonly List<string> _logs = [];
    private readonly List<string> _logsApart = [];
    private readonly HashSet<string> _groups = [];
    private readonly int _gatewayPort = Ports.Free();
    private int _started;

    private readonly MachineApart? _apart;

    private ClusterProcesses(IReadOnlyDictionary<string, string> settings, MachineApart? apart) => (_settings, _apart) = (settings, apart);

    public RedisServer Redis { get; private set; } = null!;

    public ServerProcess Gateway { get; private set; } = null!;

    /// <summary>The silo on the machine apart, where there is one.</summary>
    public ServerProcess? SiloApart { get; private set; }

    /// <summary>The silos that run, the oldest first.</summary>
    public IReadOnlyList<ServerProcess> Silos => _silos;

    /// <summary>The logs of all silos, also of those that are gone.</summary>
    public IReadOnlyList<string> Logs => _logs;

    /// <summary>Those of silos on the machine apart, whose clock may be another.</summary>
    public IReadOnlyList<string> LogsApart => _logsApart;

    /// <summary>Starts a cluster and waits until it takes work.</summary>
    /// <param name="silos">How many silos, that on the machine apart included.</param>
    /// <param name="settings">Settings of all processes, as environment variables.</param>
    /// <param name="apart">The machine for the last silo, where it is to be another one.</param>
    public static async Task<ClusterProcesses> StartAsync(int silos, IReadOnlyDictionary<string, string>? settings = null, MachineApart? apart = null)
    {
        var cluster = new ClusterProcesses(settings ?? new Dictionary<string, string>(), apart);
        cluster.Redis = await RedisServer.StartAsync(
            cluster._folder.Combine("redis"), apart is null ? [] : ["--bind", "127.0.0.1", apart.RedisAddress, "--protected-mode", "no"]);
        for (var i = apart is null ? 0 : 1; i < silos; i++)
        {
            cluster.LaunchSilo();
        }

        if (apart is not null)
        {
            cluster.LaunchSiloApart();
        }

        cluster.LaunchGateway();
        await cluster.BecomeReadyAsync();
        return cluster;
    }

    /// <summary>Waits until the gateway and all silos are ready.</summary>
    public async Task BecomeReadyAsync()
    {
        foreach (var process in (ServerProcess[])[.. _silos, Gateway])
        {
            await process.BecomeReadyAsync();
        }

        foreach (var silo in _silos)
        {
            _groups.UnionWith(ControlGroups.RootsOf(silo.Id));
        }
    }

    /// <summary>Adds a silo without waiting for it.</summary>
    public ServerProcess LaunchSilo() => Add(folder => ServerProcess.Launch(
        Built.SiloAssembly, Ports.Free(), folder, SiloSettings(_apart?.SiloAddress ?? "127.0.0.1", Redis.Address)));

    /// <summary>Adds one on the machine apart.</summary>
    public void LaunchSiloApart()
    {
        var machine = _apart!;
        var environment = SiloSettings(machine.Address, $"{machine.RedisAddress}:{Redis.Port}").Concat(machine.Environment).ToDictionary();
        var address = new Uri($"http://{machine.Address}:{Ports.Free()}");
        SiloApart = Add(folder => ServerProcess.Launch(Built.SiloAssembly, address, machine.Entrance, folder, environment));
        _logsApart.Add(SiloApart.LogFile);
    }

    /// <summary>Starts the gateway at its address, without waiting for it.</summary>
    public void LaunchGateway()
    {
        var environment = new Dictionary<string, string>(_settings) { ["ConnectionStrings__Redis"] = Redis.Address };
        Gateway = ServerProcess.Launch(Built.GatewayAssembly, _gatewayPort, _folder.Combine("gateway"), environment);
    }

    /// <summary>Ends a silo at once and forgets it.</summary>
    public async Task KillAsync(ServerProcess silo)
    {
        _groups.UnionWith(ControlGroups.RootsOf(silo.Id));
        await silo.KillAsync();
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>Takes note of a silo that ended by itself.</summary>
    public async Task ForgetAsync(ServerProcess silo)
    {
        await silo.EndAsync();
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>Ends the gateway at once.</summary>
    public async Task KillGatewayAsync()
    {
        await Gateway.KillAsync();
        await Gateway.DisposeAsync();
    }

    /// <summary>The silo whose dispatcher came up last; null when it is gone.</summary>
    public ServerProcess? DispatcherSilo() => _silos
        .Select(silo => (Silo: silo, At: LastMatch(Read(silo.LogFile))))
        .Where(static found => found.At is not null)
        .MaxBy(static found => found.At, StringComparer.Ordinal)
        .Silo;

    /// <summary>Stops all silos politely.</summary>
    /// <returns>What they left behind on the machine; null when nothing.</returns>
    public async Task<string?> StopSilosAsync()
    {
        var processes = _silos.SelectMany(static silo => ProcessTable.DescendantsOf(silo.Id)).ToList();
        foreach (var silo in _silos)
        {
            _groups.UnionWith(ControlGroups.RootsOf(silo.Id));
        }

        await Task.WhenAll(_silos.Select(static silo => silo.StopAsync()));
        _silos.Clear();
        return await Eventually.SettlesAsync(
            () => processes.FirstOrDefault(ProcessTable.IsAlive) is { } process ? $"A process is left: {process}"
                : ControlGroups.Below(_groups) is [var group, ..] ? $"A cgroup is left: {group}"
                : null,
            GoneTimeout);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await Redis.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A log that somebody may be writing to.</summary>
    public static string Read(string log)
    {
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private ServerProcess Add(Func<string, ServerProcess> launch)
    {
        var silo = launch(_folder.Combine($"silo{++_started}"));
        _silos.Add(silo);
        _logs.Add(silo.LogFile);
        return silo;
    }

    private Dictionary<string, string> SiloSettings(string address, string redis) => new(_settings)
    {
        ["ConnectionStrings__Redis"] = redis,
        ["Cluster__Address"] = address,
        ["Cluster__SiloPort"] = $"{Ports.Free()}",
        ["Cluster__GatewayPort"] = $"{Ports.Free()}",
        // What the checker reads: one line an attempt that begins or ends.
        ["Logging__Console__FormatterName"] = "json",
        ["Logging__Console__FormatterOptions__TimestampFormat"] = "O",
        ["Logging__Console__FormatterOptions__UseUtcTimestamp"] = "true",
        ["Logging__LogLevel__CodeRunner.Grains.Execution.ExecutorGrain"] = "Debug",
        ["DOTNET_DbgEnableMiniDump"] = "0",
    };

    private static string? LastMatch(string log) => DispatcherLine().Matches(log) is { Count: > 0 } matches ? matches[^1].Groups[1].Value : null;

    [GeneratedRegex("\"Timestamp\":\"([^\"]+)\".*\"Message\":\"Shard 0 is up")]
    private static partial Regex DispatcherLine();
}
