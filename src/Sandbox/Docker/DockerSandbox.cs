using CodeRunner.Agent.Protocol;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Agents;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Docker;

/// <summary>One container, as its sandbox knows it.</summary>
/// <param name="Id">The engine's id.</param>
/// <param name="Transport">The agent's streams.</param>
/// <param name="End">What becomes of it.</param>
internal sealed record Container(string Id, AttachedTransport Transport, ContainerEnd End);

/// <summary>A sandbox that is a container, with an agent as its first process.</summary>
internal sealed class DockerSandbox(
    Container container,
    DockerEngine engine,
    DockerMonitor monitor,
    ContainerCgroups cgroups,
    DockerOptions options,
    TimeProvider time,
    Action<DockerSandbox> retire) : AgentSandbox(new AgentClient(new AgentConnection(container.Transport)), options.ReportTimeout, time)
{
    /// <summary>What an agent uses, where its control group can't be read.</summary>
    private static readonly ByteSize AgentMemory = ByteSize.FromMiB(6);
    private const int AgentThreads = 3;

    private const long PageSize = 4096;

    /// <summary>What may be on the way to the processors' counters: the agent adds as much, and says why.</summary>
    private const long ChargeBatches = 2 * 64 * 4096;

    /// <summary>How long the engine may take to say that a container has ended, or that it ends itself.</summary>
    private static readonly TimeSpan NewsTimeout = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time = time;
    private ICgroup? _cgroup;
    private ByteSize? _memoryLimit;
    private int _ownProcesses = AgentThreads;
    private long _input;
    private long _inputRoom;
    private long _putBytes;
    private long _idleMemory = long.MaxValue;

    public Container Container => container;

    /// <summary>Hangs up, which ends the agent, and where that is possible kills all there is besides.</summary>
    protected override double Processors => options.Processors;

    internal override void Kill()
    {
        container.Transport.Close();
        _cgroup?.Kill();
    }

    protected override void OnReady()
    {
        _cgroup = cgroups.Find(container.Id);
        _ownProcesses = _cgroup?.ReadProcesses() ?? AgentThreads;
    }

    protected override void OnFilesChanged(SandboxFile file)
    {
        (_memoryLimit, _inputRoom) = (null, 0);
        _idleMemory = long.MaxValue;
        _putBytes += file.Content.Length;
    }

    protected override async Task BeginAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        container.End.Forget();
        try
        {
            _input = spec.StreamsStdin ? 0 : (spec.Stdin.Length + PageSize - 1) / PageSize * PageSize;
            if (_cgroup is null)
                await AskForLimitsAsync(spec.Limits, cancellationToken);
            else
                SetLimits(_cgroup, spec.Limits);
            (_memoryLimit, _inputRoom) = (spec.Limits.Memory, Math.Max(_inputRoom, _input));
        }
        catch (SandboxException exception) when (exception is not SandboxUnavailableException)
        {
            throw await ExplainAsync("The container has gone.", exception);
        }
    }

    /// <summary>Both figures are never too small; the agent's is too large where the peak could not be started anew for it.</summary>
    protected override ByteSize Measure(ExitReport report)
    {
        var memory = base.Measure(report);
        if (_cgroup is null)
            return memory;
        try
        {
            var peak = new ByteSize(Math.Max(0, _cgroup.ReadPeak().Bytes - _cgroup.ReadFileCache().Bytes - _idleMemory - _input + ChargeBatches));
            return peak < memory ? peak : memory;
        }
        catch (SandboxException)
        {
            return memory; // The container is gone; the report stands.
        }
    }

    protected override async Task<bool> WasKilledForMemoryAsync()
    {
        await AnyAsync(container.End.Died, monitor.WhenLost);
        return container.End is { Died.IsCompleted: true, OutOfMemory: true };
    }

    protected override async Task<SandboxException> ExplainAsync(string what, Exception cause)
    {
        // A container that ends because its engine does is not the submission's doing.
        await AnyAsync(monitor.WhenLost);
        if (!monitor.WhenLost.IsCompleted && await monitor.CheckAsync() && monitor.Problem is null)
            return new SandboxException($"{what} {container.Transport.Error}".TrimEnd(), cause);
        return new SandboxUnavailableException($"{what} {monitor.Problem}", cause);
    }

    protected override void Retire()
    {
        _cgroup?.Dispose();
        retire(this);
    }

    private void SetLimits(ICgroup cgroup, ProcessLimits limits)
    {
        if (!HasRoom(limits))
            cgroup.Apply(limits, _ownProcesses, CopyBytes + _input);

        cgroup.ResetPeak();
        _idleMemory = Math.Min(_idleMemory, cgroup.ReadMemory().Bytes + CopyBytes);
    }

    private async Task AskForLimitsAsync(ProcessLimits limits, CancellationToken cancellationToken)
    {
        if (HasRoom(limits))
            return;
        var memory = limits.Memory.Bytes + AgentMemory.Bytes + _putBytes + CopyBytes + _input + Room.Slack.Bytes;
        var update = new ContainerUpdateParameters { Memory = memory, MemorySwap = memory, PidsLimit = limits.Processes + _ownProcesses };
        await engine.UpdateAsync(container.Id, update, cancellationToken);
    }

    /// <summary>Whether the limits around it are right already: the memory's, with room for the command's stdin, which the agent holds.</summary>
    private bool HasRoom(ProcessLimits limits) => _memoryLimit == limits.Memory && _input <= _inputRoom;

    private Task<Task> AnyAsync(params Task[] news) => Task.WhenAny([.. news, Task.Delay(NewsTimeout, _time)]);
}
