using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Agents;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;
using CodeRunner.Sandbox.Linux.Seccomp;
using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Native;

/// <summary>Starts native sandboxes: bubblewrap, a control group, a seccomp filter, an agent.</summary>
internal sealed partial class NativeSandboxStarter(
    IOptions<NativeOptions> options, TimeProvider time, ILogger<NativeSandboxStarter> logger, ISharedFolder? shared = null,
    DyingSandboxes? dying = null)
    : ISandboxStarter, IAsyncDisposable
{
    private readonly NativeOptions _options = options.Value;
    private ServerInstance? _instance;
    private ICgroupTree? _cgroups;
    private UidAllocator? _uids;
    private NativeRemovals? _removals;
    private Dictionary<SandboxStage, Keeper> _keepers = [];
    private long _started;

    public string Description => $"native (bubblewrap, {(_cgroups is CgroupV2Tree ? "cgroup v2" : "cgroup v1")}, seccomp)";

    public string Toolchain => SystemFolders.Fingerprint();

    public bool SharesFolder => shared?.Outside is not null;

    public bool StartsAreCostly => false;

    private string AgentPath =>
        _options.Agent.Length > 0 ? _options.Agent : Path.Combine(AppContext.BaseDirectory, "agent", "coderunner-agent");

    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_instance is not null)
            return Task.CompletedTask;
        Require(OperatingSystem.IsLinux(), "The native sandbox needs Linux. Use Docker sandboxes (Sandbox:Kind=docker).");
        Require(Environment.IsPrivilegedProcess, "The native sandbox needs root. Start the server as root, or use Docker sandboxes (Sandbox:Kind=docker).");
        Require(File.Exists(_options.Bubblewrap), $"{_options.Bubblewrap} is missing. Install it: apt-get install bubblewrap");
        Require(File.Exists(AgentPath), $"The agent {AgentPath} is missing. Build it: dotnet publish src/Agent");
        if (CorePattern.IsPipe(File.ReadAllText(CorePattern.SettingFile)))
            LogCorePipe();
        _instance = ServerInstance.Acquire(_options.RuntimeFolder);
        _cgroups = CgroupDiscovery.Find(File.ReadAllText("/proc/self/mounts"), File.ReadAllText("/proc/self/cgroup"), _instance.Name);
        _instance.RemoveLeftovers();
        ServerInstance.RemoveLeftoversOfTheDead(_options.RuntimeFolder);
        _instance.Remember(_cgroups);
        _cgroups.Prepare(new ByteSize((long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * _options.MemoryShare)));
        _uids = new UidAllocator(_options.FirstUid + (_instance.Number * _options.UidsPerServer), _options.UidsPerServer);
        _removals = new NativeRemovals(_uids, dying, _options.RemoveTimeout, time, logger);
        dying?.Fit(_options.UidsPerServer);
        SeccompFilter.WriteTo(_instance.SeccompFile);
        var filter = File.ReadAllBytes(_instance.SeccompFile);
        _keepers = Enum.GetValues<SandboxStage>().ToDictionary(static stage => stage, stage => NewKeeper(_instance, filter, stage));
        LogPrepared(_instance.Name);
        return Task.CompletedTask;
    }

    public SandboxSpec SpecOf(SandboxStage stage, string language) => new(stage);

    public async Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        if (_instance is null || _cgroups is null || _uids is null || _removals is null)
            throw new InvalidOperationException("Prepare first.");
        dying?.ThrowIfFull();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _started)}");
        var keeper = _keepers[spec.Stage];
        var sandbox = Launch(keeper, _cgroups.Create(name, _options.Processors), _uids, _removals);
        try
        {
            using var timeout = new CancellationTokenSource(_options.StartTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await sandbox.WaitUntilReadyAsync(either.Token);
            return sandbox;
        }
        catch (Exception exception)
        {
            await sandbox.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw exception is SandboxException known
                ? new SandboxException($"{known.Message} {keeper.LastWords}".TrimEnd(), exception)
                : new SandboxException($"A sandbox did not start within {_options.StartTimeout}.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var keeper in _keepers.Values)
            await keeper.DisposeAsync();
        if (_removals is not null)
            await _removals.DisposeAsync();
        try
        {
            // Whoever still had a sandbox when the server ended did not give it back.
            _instance?.RemoveLeftovers();
        }
        catch (SandboxException exception)
        {
            LogLeft(exception);
        }

        _instance?.Dispose();
    }

    /// <summary>For tests: the groups that hold those of the sandboxes.</summary>
    internal IReadOnlyList<string> Roots => _cgroups?.Roots ?? [];

    /// <summary>For tests: how many uids are not free.</summary>
    internal int UidsInUse => _uids?.InUse ?? 0;

    /// <summary>For tests: the end that the kernel may give the processes that start sandboxes.</summary>
    internal void KillKeepers()
    {
        foreach (var keeper in _keepers.Values)
            keeper.Kill();
    }

    private Keeper NewKeeper(ServerInstance instance, byte[] filter, SandboxStage stage) =>
        new(() => KeeperCommand.Make(_options, AgentPath, instance, shared, stage), filter, _options.RemoveTimeout, time);

    private NativeSandbox Launch(Keeper keeper, ICgroup cgroup, UidAllocator uids, NativeRemovals removals)
    {
        var uid = uids.Take();
        StartedSandbox started;
        try
        {
            cgroup.ApplyIdle();
            started = keeper.Start(cgroup, uid);
        }
        catch
        {
            cgroup.TryRemove();
            uids.Return(uid);
            throw;
        }

        var agent = new AgentClient(new AgentConnection(new SocketTransport(started.Socket)));
        return new NativeSandbox(agent, cgroup, started.Error, _options, time, () => removals.Begin(cgroup, uid));
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new SandboxException(otherwise);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Native sandboxes are ready; control groups and locks go by the name {Name}.")]
    private partial void LogPrepared(string name);

    [LoggerMessage(Level = LogLevel.Information, Message = "kernel.core_pattern is a pipe; it is not started for programs in sandboxes, whose core limit is one byte.")]
    private partial void LogCorePipe();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sandboxes are left; the next start removes them.")]
    private partial void LogLeft(Exception exception);
}
