using System.Collections.Concurrent;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Readiness;
using Docker.DotNet.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Starts Docker sandboxes: a container each, with an agent that waits on its attached stdin.</summary>
internal sealed partial class DockerSandboxStarter(
    IOptions<DockerOptions> options,
    SandboxReadiness readiness,
    TimeProvider time,
    ILoggerFactory loggers,
    ISharedFolder? shared = null,
    DyingSandboxes? dying = null) : ISandboxStarter, IAsyncDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<DockerSandboxStarter>();
    private readonly DockerOptions _options = options.Value;
    private readonly DockerEngine _engine = new(options.Value, time);
    private readonly ContainerWatch _watch = new();
    private readonly ConcurrentDictionary<Task, object?> _removals = new();
    private readonly ConcurrentDictionary<DockerSandbox, int> _uidOf = new();
    private readonly CancellationTokenSource _stop = new();
    private ServerNumber? _number;
    private FolderShare? _share;
    private Prepared? _prepared;
    private long _started;

    public string Description =>
        $"Docker {_prepared?.Facts.Version} ({(_options.Runtime.Length > 0 ? _options.Runtime : "default runtime")}, {(_prepared?.Facts.IsCgroupV2 == true ? "cgroup v2" : "cgroup v1")}, seccomp)";

    /// <summary>The ids of the images: what was compiled in another one is not used again.</summary>
    public string Toolchain { get; private set; } = string.Empty;

    public bool SharesFolder => _share?.Mounted is not null;

    public bool StartsAreCostly => true;

    /// <summary>For tests: what watches the engine.</summary>
    internal DockerMonitor? Monitor => _prepared?.Monitor;

    /// <summary>For tests: what is mounted where, in place of what is.</summary>
    internal string? Mounts { get; set; }

    /// <summary>Looks whether an engine answers.</summary>
    /// <exception cref="SandboxUnavailableException">None does.</exception>
    public Task FindEngineAsync(CancellationToken cancellationToken) => _engine.PingAsync(cancellationToken);

    /// <summary>Asks the engine for all that is needed before the first container. May be called again after it failed.</summary>
    /// <exception cref="SandboxUnavailableException">The engine does not answer, or lacks the image.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_prepared is null)
            await ConnectAsync(cancellationToken);
        _share ??= new FolderShare(shared, _options, _engine, _logger);
        await _share.TryAsync(() => StartAsync(new SandboxSpec(SandboxStage.Compile), cancellationToken), cancellationToken);
    }

    public SandboxSpec SpecOf(SandboxStage stage, string language) => new(stage, _options.Images.GetValueOrDefault(language, string.Empty));

    public async Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken)
    {
        var prepared = _prepared ?? throw new InvalidOperationException("Prepare first.");
        dying?.ThrowIfFull();
        var number = Interlocked.Increment(ref _started);
        var uid = prepared.Uids.Take();
        try
        {
            var parameters = prepared.Recipe.Make(spec.Variant.Length > 0 ? spec.Variant : _options.Image, spec.Stage, number, uid, _share?.Mounted);
            var sandbox = await StartAsync(prepared, parameters, uid, cancellationToken);
            prepared.Monitor.OnStarted();
            return sandbox;
        }
        catch (SandboxException exception)
        {
            prepared.Monitor.OnStartFailed(exception.Message);
            throw exception as SandboxUnavailableException ?? new SandboxUnavailableException(exception.Message, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What takes too long is looked for by the next start.
        _stop.CancelAfter(2 * _options.RemoveTimeout);
        await Task.WhenAll(_removals.Keys);
        if (_prepared is not null)
        {
            await _prepared.Monitor.DisposeAsync();
            _prepared.Cgroups.Remove();
        }

        _engine.Dispose();
        _number?.Dispose();
        _stop.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var info = await _engine.InfoAsync(cancellationToken);
        List<string> images = [];
        foreach (var image in _options.Images.Values.Prepend(_options.Image))
            images.Add(await _engine.FindImageAsync(image, cancellationToken));
        var facts = EngineFacts.From(info, _options);
        var identity = new DockerIdentity(_options.Cluster, SiloName());
        var monitor = new DockerMonitor(_engine, _watch, identity, readiness, _options, time, loggers.CreateLogger<DockerMonitor>());
        await monitor.RemoveLeftoversAsync(cancellationToken);
        var cgroups = new ContainerCgroups(facts, Mounts ?? await File.ReadAllTextAsync("/proc/self/mounts", cancellationToken));
        Toolchain = string.Join(',', images);
        _prepared = new Prepared(facts, identity, monitor, cgroups, new ContainerRecipe(_options, identity, facts), SandboxUids.For(_options.FirstUid, identity.Silo, facts.RemapsUsers));
        monitor.Start();
        LogPrepared(identity.Silo, _engine.Endpoint);
    }

    private async Task<DockerSandbox> StartAsync(Prepared prepared, CreateContainerParameters parameters, int uid, CancellationToken cancellationToken)
    {
        string? id = null;
        DockerSandbox? sandbox = null;
        try
        {
            id = await _engine.CreateAsync(parameters, cancellationToken);
            var transport = new AttachedTransport(await _engine.AttachAsync(id, cancellationToken));
            var end = _watch.Follow(id);
            end.IsAttached = () => transport.IsOpen;
            sandbox = new DockerSandbox(new Container(id, transport, end), _engine, prepared.Monitor, prepared.Cgroups, _options, time, Retire);
            _uidOf[sandbox] = uid;
            await _engine.StartAsync(id, cancellationToken);
            await WaitUntilReadyAsync(sandbox, cancellationToken);
            BoundAll(prepared);
            return sandbox;
        }
        catch (Exception)
        {
            if (sandbox is not null)
                await sandbox.DisposeAsync();
            else
                Track(RemoveAsync(id ?? parameters.Name, end: null, uid));
            throw;
        }
    }

    private async Task WaitUntilReadyAsync(DockerSandbox sandbox, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await sandbox.WaitUntilReadyAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SandboxUnavailableException($"A container's agent did not report within {_options.StartTimeout}.", exception);
        }
    }

    /// <summary>
    /// Once there is a container there is the group that holds them all. Each time, as another server that ended while there was none has removed it.
    /// </summary>
    private void BoundAll(Prepared prepared) =>
        prepared.Cgroups.Bound(new ByteSize((long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * _options.MemoryShare)));

    private void Retire(DockerSandbox sandbox)
    {
        if (_uidOf.TryRemove(sandbox, out var uid))
            Track(RemoveAsync(sandbox.Container.Id, sandbox.Container.End, uid));
    }

    /// <summary>
    /// An agent that lost its stdin ends, and its container is removed by the engine. Only where that takes too long the engine is asked, again and again:
    /// until it is gone its uid can't be another's.
    /// </summary>
    private async Task RemoveAsync(string container, ContainerEnd? end, int uid)
    {
        var isGone = end is not null && await Task.WhenAny(end.Gone, DelayAsync(_options.RemoveTimeout)) == end.Gone;
        if (!isGone && !await TryRemoveAsync(container, uid, isFirst: true))
        {
            // Also when the engine is back it is removed.
            _watch.OnOrphan(container);
            dying?.Begin();
            try
            {
                while (!await TryRemoveAsync(container, uid, isFirst: false))
                {
                    if (_stop.IsCancellationRequested)
                        return;
                    await DelayAsync(_options.PingPeriod);
                }
            }
            finally
            {
                dying?.End();
            }
        }

        _watch.OnGone(container);
        _prepared!.Uids.Return(uid);
    }

    private async Task<bool> TryRemoveAsync(string container, int uid, bool isFirst)
    {
        try
        {
            await _engine.RemoveAsync(container, CancellationToken.None);
            return true;
        }
        catch (SandboxException exception)
        {
            if (isFirst)
                LogNotRemoved(exception, container, uid);
            return false;
        }
    }

    private async Task DelayAsync(TimeSpan pause) =>
        await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Track(Task removal)
    {
        _removals.TryAdd(removal, null);
        _ = removal.ContinueWith(done => _removals.TryRemove(done, out _), TaskScheduler.Default);
    }

    private string SiloName()
    {
        if (_options.Silo.Length > 0)
            return _options.Silo;
        var folder = _options.RuntimeFolder.Length > 0 ? _options.RuntimeFolder
            : Environment.IsPrivilegedProcess ? "/run/coderunner"
            : Path.Combine(Path.GetTempPath(), $"coderunner-{Environment.UserName}");
        try
        {
            _number ??= ServerNumber.Acquire(Path.Combine(folder, "docker"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"Docker sandboxes can't use {folder} (Sandbox:Docker:RuntimeFolder).", exception);
        }

        return $"{Environment.MachineName}-{_number.Value}";
    }

    /// <summary>All that is known once the engine has answered.</summary>
    private sealed record Prepared(
        EngineFacts Facts, DockerIdentity Identity, DockerMonitor Monitor, ContainerCgroups Cgroups, ContainerRecipe Recipe, UidAllocator Uids);

    [LoggerMessage(Level = LogLevel.Information, Message = "Docker sandboxes are ready; their containers go by the name {Silo} at {Endpoint}.")]
    private partial void LogPrepared(string silo, string endpoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "Container {Container} can't be removed; uid {Uid} waits until it is gone.")]
    private partial void LogNotRemoved(Exception exception, string container, int uid);
}
