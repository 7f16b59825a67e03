using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Agents;
using CodeRunner.Sandbox.Native.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Native;

/// <summary>A sandbox of namespaces and a control group, with an agent as its first process.</summary>
internal sealed class NativeSandbox(
    AgentClient agent,
    ICgroup cgroup,
    StartedProcess process,
    NativeOptions options,
    TimeProvider time,
    Action<Func<Task<bool>>> retire) : AgentSandbox(agent, options.ReportTimeout, time)
{
    /// <summary>Room above the program's limit, for pipes and page tables of the agent; the peak is compared with the limit itself.</summary>
    private static readonly ByteSize Slack = ByteSize.FromMiB(1);

    private static readonly TimeSpan RemoveRetry = TimeSpan.FromMilliseconds(5);

    private readonly TimeProvider _time = time;
    private ByteSize? _memoryLimit;
    private int _ownProcesses;
    private long _oomKills;

    /// <summary>
    /// Kills everything in it. bubblewrap, outside of its namespaces, is spared: it ends when its child has, and reaps it; otherwise the
    /// child would be left to the machine's first process, which may do so late or never.
    /// </summary>
    internal override void Kill() => cgroup.Kill(process.Id);

    protected override void OnReady() => _ownProcesses = cgroup.ReadProcesses();

    protected override void OnFilesChanged(SandboxFile file) => _memoryLimit = null;

    protected override Task BeginAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var limits = spec.Limits;
        if (_memoryLimit != limits.Memory)
        {
            cgroup.SetMemory(new ByteSize(limits.Memory.Bytes + cgroup.ReadMemory().Bytes + Slack.Bytes));
            cgroup.SetProcesses(limits.Processes + _ownProcesses);
            _memoryLimit = limits.Memory;
        }

        if (spec.Background)
            cgroup.SetBackground();
        _oomKills = cgroup.ReadOomKills();
        return Task.CompletedTask;
    }

    protected override Task<bool> WasKilledForMemoryAsync() => Task.FromResult(cgroup.ReadOomKills() > _oomKills);

    protected override Task<SandboxException> ExplainAsync(string what, Exception cause) =>
        Task.FromResult(new SandboxException($"{what} {ReadError(process.Error)}".TrimEnd(), cause));

    protected override void Retire() => retire(RemoveAsync);

    private async Task<bool> RemoveAsync()
    {
        var began = _time.GetTimestamp();
        var patience = options.RemoveTimeout;
        while (!ProcessStart.TryWait(process.Id))
        {
            var elapsed = _time.GetElapsedTime(began);
            if (elapsed > 2 * patience)
                return false;
            cgroup.Kill(elapsed > patience ? null : process.Id);
            await Task.Delay(RemoveRetry, _time);
        }

        process.Error.Dispose();
        while (!cgroup.TryRemove())
        {
            if (_time.GetElapsedTime(began) > 2 * patience)
                return false;
            // The kernel lets a group go some milliseconds after its last process, and tells nobody.
            await Task.Delay(RemoveRetry, _time);
        }

        return true;
    }

    private static string ReadError(SafeFileHandle error)
    {
        var buffer = new byte[4096];
        // The launcher's end is closed when this is called, so it does not block.
        using var stream = new FileStream(new SafeFileHandle(error.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var count = stream.Read(buffer);
        return Encoding.UTF8.GetString(buffer, 0, count).Trim();
    }
}
