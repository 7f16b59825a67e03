using System.Text;
using CodeRunner.Agent.Protocol;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
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
    Action<Func<Task<bool>>> retire) : IWarmSandbox
{
    /// <summary>Room above the program's limit, for pipes and page tables of the agent; the peak is compared with the limit itself.</summary>
    private static readonly ByteSize Slack = ByteSize.FromMiB(1);

    private static readonly TimeSpan RemoveRetry = TimeSpan.FromMilliseconds(5);

    private ByteSize? _memoryLimit;
    private int _ownProcesses;
    private int _disposed;

    public bool IsAlive => agent.IsAlive;

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await agent.WaitUntilReadyAsync(cancellationToken);
        }
        catch (AgentLostException exception)
        {
            throw new SandboxException($"The sandbox did not start: {ReadError(process.Error)}", exception);
        }

        _ownProcesses = cgroup.ReadProcesses();
    }

    public Task PutAsync(SandboxFile file, CancellationToken cancellationToken)
    {
        _memoryLimit = null; // It counts as the sandbox's memory, not as the program's.
        return GuardAsync(() => agent.PutAsync(file, cancellationToken), cancellationToken);
    }

    public Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken) =>
        GuardAsync(() => agent.GetAsync(name, maximum, cancellationToken), cancellationToken);

    public Task<bool> CopyAsync(string name, Stream target, ByteSize maximum, CancellationToken cancellationToken) =>
        GuardAsync(() => agent.CopyAsync(name, target, maximum, cancellationToken), cancellationToken);

    public async Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken)
    {
        SetLimits(spec.Limits);
        if (spec.Background)
            cgroup.SetBackground();
        var kills = cgroup.ReadOomKills();
        var captured = new CapturedOutput(spec.Limits.Output, output);
        using var timeout = new CancellationTokenSource(spec.Limits.WallTime + options.ReportTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        // Killed at once, so that whatever waits for the agent sees its end.
        await using var kill = either.Token.Register(Kill);
        try
        {
            return ToExit(spec, captured, await agent.RunAsync(spec, captured, either.Token));
        }
        catch (AgentLostException) when (!either.IsCancellationRequested && cgroup.ReadOomKills() > kills)
        {
            return LostToMemory(spec, captured);
        }
        catch (Exception exception) when (exception is AgentLostException or OperationCanceledException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reason = timeout.IsCancellationRequested ? "did not report in time" : "went away";
            throw new SandboxException($"The agent {reason}. {ReadError(process.Error)}", exception);
        }
    }

    /// <summary>Kills it. That it is gone is waited for, and its cgroup removed, in the background: nobody needs it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Kill();
        await agent.DisposeAsync();
        retire(RemoveAsync);
    }

    /// <summary>
    /// Kills everything in it. bubblewrap, outside of its namespaces, is spared: it ends when its child has, and reaps it; otherwise the
    /// child would be left to the machine's first process, which may do so late or never.
    /// </summary>
    internal void Kill() => cgroup.Kill(process.Id);

    /// <summary>For tests: what the end of this process does.</summary>
    internal ValueTask HangUpAsync() => agent.DisposeAsync();

    private void SetLimits(ProcessLimits limits)
    {
        if (_memoryLimit != limits.Memory)
        {
            cgroup.SetMemory(new ByteSize(limits.Memory.Bytes + cgroup.ReadMemory().Bytes + Slack.Bytes));
            cgroup.SetProcesses(limits.Processes + _ownProcesses);
            _memoryLimit = limits.Memory;
        }
    }

    /// <summary>The figures are checked against the limits once more: the agent looks at them now and then, not all the time.</summary>
    private static ProcessExit ToExit(ProcessSpec spec, CapturedOutput output, ExitReport report)
    {
        var usage = new Usage(FromNanoseconds(report.CpuTime), FromNanoseconds(report.WallTime), new ByteSize(Math.Max(0, report.Memory)));
        var reason = report.Reason switch
        {
            StopReason.CpuTime => ExitReason.CpuTime,
            StopReason.WallTime => ExitReason.WallTime,
            StopReason.Output => ExitReason.Output,
            StopReason.Memory => ExitReason.Memory,
            _ when usage.CpuTime > spec.Limits.CpuTime => ExitReason.CpuTime,
            _ when usage.Memory > spec.Limits.Memory => ExitReason.Memory,
            _ => ExitReason.Ended,
        };
        var notStarted = report.ExecError != 0;
        return new ProcessExit
        {
            Reason = reason,
            ExitCode = report.Signal == 0 ? report.ExitCode : null,
            Signal = report.Signal == 0 ? null : report.Signal,
            Usage = usage,
            Stdout = output.Stdout,
            Stderr = notStarted ? Blob.FromText($"{spec.Command[0]} can't be executed: error {report.ExecError}\n") : output.Stderr,
            StdoutTruncated = report.StdoutTruncated,
            StderrTruncated = report.StderrTruncated,
            SandboxLost = report.Dirty,
        };
    }

    private static ProcessExit LostToMemory(ProcessSpec spec, CapturedOutput output) => new()
    {
        Reason = ExitReason.Memory,
        Signal = 9,
        // Nobody is left to say how long it took.
        Usage = new Usage(TimeSpan.Zero, TimeSpan.Zero, spec.Limits.Memory),
        Stdout = output.Stdout,
        Stderr = output.Stderr,
        SandboxLost = true,
    };

    private async Task GuardAsync(Func<Task> action, CancellationToken cancellationToken) =>
        await GuardAsync<object?>(
            async () =>
            {
                await action();
                return null;
            },
            cancellationToken);

    private async Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        await using var kill = cancellationToken.Register(Kill);
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is AgentLostException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SandboxException($"The agent went away. {ReadError(process.Error)}", exception);
        }
    }

    private async Task<bool> RemoveAsync()
    {
        var began = time.GetTimestamp();
        var patience = options.RemoveTimeout;
        while (!ProcessStart.TryWait(process.Id))
        {
            var elapsed = time.GetElapsedTime(began);
            if (elapsed > 2 * patience)
                return false;
            cgroup.Kill(elapsed > patience ? null : process.Id);
            await Task.Delay(RemoveRetry, time);
        }

        process.Error.Dispose();
        while (!cgroup.TryRemove())
        {
            if (time.GetElapsedTime(began) > 2 * patience)
                return false;
            // The kernel lets a group go some milliseconds after its last process, and tells nobody.
            await Task.Delay(RemoveRetry, time);
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

    private static TimeSpan FromNanoseconds(long value) => TimeSpan.FromTicks(Math.Max(0, value) / TimeSpan.NanosecondsPerTick);
}
