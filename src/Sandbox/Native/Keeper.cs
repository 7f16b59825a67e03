using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using CodeRunner.Sandbox.Linux.Cgroups;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Native;

/// <summary>The outside of a started sandbox.</summary>
/// <param name="Socket">The other end of its agent's stdin and stdout.</param>
/// <param name="Error">The read end of its stderr.</param>
internal sealed record StartedSandbox(Socket Socket, SafeFileHandle Error);

/// <summary>
/// The process that starts the sandboxes of one stage, so that what they have in common is made once. It is started when it is first needed, and
/// anew when it has died.
/// </summary>
/// <param name="command">Its command; made anew each time, as the machine may have changed.</param>
/// <param name="filter">The compiled seccomp filter.</param>
/// <param name="patience">How long it may take to end.</param>
/// <param name="time">The time that passes meanwhile.</param>
internal sealed class Keeper(Func<string[]> command, byte[] filter, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan EndRetry = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private StartedProcess? _process;
    private bool _disposed;

    /// <summary>What it said when it ended; empty while it lives.</summary>
    public string LastWords
    {
        get
        {
            lock (_gate)
            {
                return _process is { } process && ProcessStart.TryWait(process.Id) ? ReadAll(process.Error) : string.Empty;
            }
        }
    }

    /// <summary>Has a sandbox started. It may still fail, which its end of the socket and <see cref="ReadAll"/> of its stderr tell.</summary>
    /// <exception cref="SandboxException">The keeper can't be started, or the control group can't be opened.</exception>
    public StartedSandbox Start(ICgroup cgroup, int uid)
    {
        var (mine, theirs) = ProcessStart.SocketPair();
        var (read, write) = ProcessStart.Pipe();
        try
        {
            using (theirs)
            using (write)
            using (var files = OpenedFiles.Of(cgroup))
                Send(uid, [theirs, write, .. files.Handles]);
            return new StartedSandbox(new Socket(mine), read);
        }
        catch
        {
            mine.Dispose();
            read.Dispose();
            throw;
        }
    }

    /// <summary>Lets it end.</summary>
    public async ValueTask DisposeAsync()
    {
        StartedProcess? process;
        lock (_gate)
        {
            (process, _process) = (_process, null);
            _disposed = true;
        }

        if (process is null)
            return;
        process.Socket.Dispose();
        process.Error.Dispose();
        var began = time.GetTimestamp();
        while (!ProcessStart.TryWait(process.Id) && time.GetElapsedTime(began) < patience)
            await Task.Delay(EndRetry, time);
    }

    /// <summary>Reads a pipe whose other end nobody holds any more, so that it does not block.</summary>
    public static string ReadAll(SafeFileHandle pipe)
    {
        var buffer = new byte[4096];
        using var stream = new FileStream(new SafeFileHandle(pipe.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, bufferSize: 0);
        var count = stream.Read(buffer);
        return Encoding.UTF8.GetString(buffer, 0, count).Trim();
    }

    /// <summary>For tests: the end that the kernel may give it.</summary>
    internal void Kill()
    {
        lock (_gate)
        {
            if (_process is { } process)
                ProcessStart.KillGroup(process.Id);
        }
    }

    private void Send(int uid, SafeHandle[] descriptors)
    {
        lock (_gate)
        {
            if (_disposed)
                throw new SandboxException("The server ends; it starts no more sandboxes.");
            _process ??= StartProcess();
            if (DescriptorSender.TrySend(_process.Socket, uid, descriptors))
                return;
            // It has died since the last time.
            _process.Socket.Dispose();
            _process.Error.Dispose();
            _process = StartProcess();
            if (!DescriptorSender.TrySend(_process.Socket, uid, descriptors))
                throw new SandboxException("The process that starts sandboxes ends at once.");
        }
    }

    private StartedProcess StartProcess()
    {
        var process = ProcessStart.Start(command());
        try
        {
            process.Socket.Send(BitConverter.GetBytes(filter.Length));
            process.Socket.Send(filter);
        }
        catch (SocketException)
        {
            // It has ended already; the sandboxes that were asked of it fail, and say why.
        }

        return process;
    }
}
