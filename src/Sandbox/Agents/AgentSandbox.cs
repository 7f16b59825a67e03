using CodeRunner.Agent.Protocol;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox.Agents;

/// <summary>
/// What every kind of sandbox has in common: an agent in it that carries the commands out, limits that are set around it before
/// each, and an end to be explained when the agent goes away.
/// </summary>
internal abstract class AgentSandbox(AgentClient agent, TimeSpan reportTimeout, TimeProvider time) : IWarmSandbox
{
    private const int SigKill = 9;

    private readonly TaskCompletionSource _disposal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    public bool IsAlive => agent.IsAlive;

    public Task WhenDisposed => _disposal.Task;

    public Task WhenDead => agent.WhenSilenceEnds;

    /// <summary>Waits until the agent says that it is up.</summary>
    /// <exception cref="SandboxException">It did not come up; the message says why, as far as anybody knows.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await agent.WaitUntilReadyAsync(cancellationToken);
        }
        catch (AgentLostException exception)
        {
            throw await ExplainAsync("The sandbox did not start.", exception);
        }

        OnReady();
    }

    public Task PutAsync(SandboxFile file, CancellationToken cancellationToken)
    {
        if (file.IsOwnCopy)
            CopyBytes += RoundUp(file.Content.Length);
        OnFilesChanged(file);
        return GuardAsync<object?>(
            async () =>
            {
                await agent.PutAsync(file, cancellationToken);
                return null;
            },
            cancellationToken);
    }

    public Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken) =>
        GuardAsync(() => agent.GetAsync(name, maximum, cancellationToken), cancellationToken);

    public Task<bool> CopyAsync(string name, Stream target, ByteSize maximum, CancellationToken cancellationToken) =>
        GuardAsync(() => agent.CopyAsync(name, target, maximum, cancellationToken), cancellationToken);

    public async Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken)
    {
        await BeginAsync(spec, cancellationToken);
        var captured = new CapturedOutput(spec.Limits, output);
        using var timeout = new CancellationTokenSource(spec.Limits.WallTime + reportTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        // Killed at once, so that whatever waits for the agent sees its end.
        await using var kill = either.Token.Register(Kill);
        try
        {
            var report = await agent.RunAsync(spec, captured, either.Token);
            return ToExit(spec, captured, report, Measure(report));
        }
        catch (Exception exception) when (exception is AgentLostException or OperationCanceledException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // An agent that the kernel makes wait for the memory of a program that can't die reports nothing either.
            if ((timeout.IsCancellationRequested || exception is AgentLostException) && await WasKilledForMemoryAsync())
                return LostToMemory(spec, captured);
            if (timeout.IsCancellationRequested)
                throw await ExplainAsync("The agent did not report in time.", exception);
            throw await ExplainAsync("The agent went away.", exception);
        }
    }

    /// <summary>Kills it. That it is gone is waited for in the background: nobody needs it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        try
        {
            Kill();
            await agent.DisposeAsync();
            Retire();
        }
        finally
        {
            _disposal.SetResult();
        }
    }

    /// <summary>For tests: what the end of this process does.</summary>
    internal ValueTask HangUpAsync() => agent.DisposeAsync();

    /// <summary>Kills everything in it, at once.</summary>
    internal abstract void Kill();

    /// <summary>What the copies take that the first command gets of its own files: they are not there yet when limits are set around it.</summary>
    protected long CopyBytes { get; private set; }

    /// <summary>Processors that it may use at a time; 0: all.</summary>
    protected abstract double Processors { get; }

    /// <summary>The agent is up, and nothing else runs.</summary>
    protected abstract void OnReady();

    /// <summary>A file is put: it counts as the sandbox's memory, not as the command's.</summary>
    protected abstract void OnFilesChanged(SandboxFile file);

    /// <summary>Sets the limits around the next command.</summary>
    protected abstract Task BeginAsync(ProcessSpec spec, CancellationToken cancellationToken);

    /// <summary>The peak memory of the command that has just ended.</summary>
    protected virtual ByteSize Measure(ExitReport report) => new(Math.Max(0, report.Memory));

    /// <summary>Whether the kernel killed the agent, or all of the sandbox, for want of memory during the last command.</summary>
    protected abstract Task<bool> WasKilledForMemoryAsync();

    /// <summary>Makes an exception of the agent's end, with the reason as far as it can be found out.</summary>
    protected abstract Task<SandboxException> ExplainAsync(string what, Exception cause);

    /// <summary>Has what is left of it removed, in the background.</summary>
    protected abstract void Retire();

    /// <summary>The figures are checked against the limits once more: the agent looks at them now and then, not all the time.</summary>
    private ProcessExit ToExit(ProcessSpec spec, CapturedOutput output, ExitReport report, ByteSize memory)
    {
        var usage = new Usage(FromNanoseconds(report.CpuTime), FromNanoseconds(report.WallTime), memory);
        var reason = report.Reason switch
        {
            StopReason.CpuTime => ExitReason.CpuTime,
            StopReason.WallTime => ExitReason.WallTime,
            StopReason.Output => ExitReason.Output,
            StopReason.ErrorOutput => ExitReason.ErrorOutput,
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
            OutsideWait = WithoutThrottling(FromNanoseconds(report.OutsideWait), usage.CpuTime),
            Stdout = output.Stdout,
            Stderr = notStarted ? Blob.FromText($"{spec.Command[0]} can't be executed: error {report.ExecError}\n") : output.Stderr,
            StdoutTruncated = report.StdoutTruncated,
            StderrTruncated = report.StderrTruncated,
            SandboxLost = report.Dirty,
        };
    }

    /// <summary>
    /// The agent takes the CPU time used off what it finds. With a quota of less than one processor a command is kept waiting for longer than it ran:
    /// for (1 - quota) / quota of the time, as the quota is per period.
    /// </summary>
    private TimeSpan WithoutThrottling(TimeSpan wait, TimeSpan used)
    {
        var throttled = Processors is > 0 and < 1 ? used * ((1 - Processors) / Processors) : TimeSpan.Zero;
        return wait > throttled ? wait - throttled : TimeSpan.Zero;
    }

    private static ProcessExit LostToMemory(ProcessSpec spec, CapturedOutput output) => new()
    {
        Reason = ExitReason.Memory,
        Signal = SigKill,
        // Nobody is left to say how long it took.
        Usage = new Usage(TimeSpan.Zero, TimeSpan.Zero, spec.Limits.Memory),
        Stdout = output.Stdout,
        Stderr = output.Stderr,
        SandboxLost = true,
    };

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
            throw await ExplainAsync("The agent went away.", exception);
        }
    }

    /// <summary>A file on a tmpfs takes whole pages, and about as much as one for its name.</summary>
    private static long RoundUp(long size) => (size + (2 * Environment.SystemPageSize) - 1) / Environment.SystemPageSize * Environment.SystemPageSize;

    private static TimeSpan FromNanoseconds(long value) => TimeSpan.FromTicks(Math.Max(0, value) / TimeSpan.NanosecondsPerTick);
}
