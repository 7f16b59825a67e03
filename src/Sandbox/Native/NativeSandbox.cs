using CodeRunner.Contracts;
using CodeRunner.Sandbox.Agents;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Native;

/// <summary>A sandbox of namespaces and a control group, with an agent as its first process.</summary>
internal sealed class NativeSandbox(
    AgentClient agent,
    ICgroup cgroup,
    SafeFileHandle error,
    NativeOptions options,
    TimeProvider time,
    Action retire) : AgentSandbox(agent, options.ReportTimeout, time)
{
    private ByteSize? _memoryLimit;
    private int _ownProcesses;
    private long _oomKills;

    protected override double Processors => options.Processors;

    internal override void Kill() => cgroup.Kill();

    protected override void OnReady() => _ownProcesses = cgroup.ReadProcesses();

    protected override void OnFilesChanged(SandboxFile file) => _memoryLimit = null;

    protected override Task BeginAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var limits = spec.Limits;
        if (_memoryLimit != limits.Memory)
        {
            cgroup.Apply(limits, _ownProcesses, CopyBytes);
            _memoryLimit = limits.Memory;
        }

        if (spec.Background)
            cgroup.SetBackground();
        _oomKills = cgroup.ReadOomKills();
        return Task.CompletedTask;
    }

    protected override Task<bool> WasKilledForMemoryAsync() => Task.FromResult(cgroup.ReadOomKills() > _oomKills);

    protected override Task<SandboxException> ExplainAsync(string what, Exception cause) =>
        Task.FromResult(new SandboxException($"{what} {Keeper.ReadAll(error)}".TrimEnd(), cause));

    protected override void Retire()
    {
        error.Dispose();
        retire();
    }
}
