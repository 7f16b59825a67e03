using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CodeRunner.Sandbox.Native;

/// <summary>A started process, its stdin and stdout as one socket, and its stderr.</summary>
/// <param name="Id">Process number, to be handed to <see cref="ProcessStart.TryWait"/>.</param>
/// <param name="Socket">The other end of its stdin and stdout.</param>
/// <param name="Error">The read end of its stderr.</param>
internal sealed record StartedProcess(int Id, Socket Socket, SafeFileHandle Error);

/// <summary>
/// Starts processes by posix_spawn. <see cref="System.Diagnostics.Process"/> won't do: its pipes block a thread of the pool for
/// every pending read, and a socket does not.
/// </summary>
internal static unsafe partial class ProcessStart
{
    private const int ActionsSize = 1024; // posix_spawn_file_actions_t and posix_spawnattr_t are opaque; 80 and 336 bytes in glibc
    private const int AttributesSize = 1024;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80; // so that Ctrl+C at the terminal reaches the server only
    private const int UnixDomain = 1;
    private const int StreamCloseOnExec = 1 | 0x80000;
    private const int CloseOnExec = 0x80000;
    private const int NoHang = 1;
    private const int SigKill = 9;

    public static StartedProcess Start(string[] command)
    {
        var (mine, theirs) = SocketPair();
        var (read, write) = Pipe();
        using (theirs)
        using (write)
        {
            try
            {
                return new StartedProcess(Spawn(command, (int)theirs.DangerousGetHandle(), (int)write.DangerousGetHandle()), new Socket(mine), read);
            }
            catch
            {
                mine.Dispose();
                read.Dispose();
                throw;
            }
        }
    }

    /// <summary>Two connected sockets that no started process inherits.</summary>
    public static (SafeSocketHandle Mine, SafeSocketHandle Theirs) SocketPair()
    {
        var sockets = stackalloc int[2];
        Check(SocketPair(UnixDomain, StreamCloseOnExec, 0, sockets), "socketpair");
        return (new SafeSocketHandle(sockets[0], ownsHandle: true), new SafeSocketHandle(sockets[1], ownsHandle: true));
    }

    /// <summary>A pipe that no started process inherits.</summary>
    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        var pipe = stackalloc int[2];
        Check(Pipe2(pipe, CloseOnExec), "pipe2");
        return (new SafeFileHandle(pipe[0], ownsHandle: true), new SafeFileHandle(pipe[1], ownsHandle: true));
    }

    /// <summary>Reaps the process if it has ended. True once it has.</summary>
    public static bool TryWait(int process)
    {
        int status;
        return WaitProcess(process, &status, NoHang) != 0;
    }

    /// <summary>Kills a started process and those of its children that have not left its group.</summary>
    public static void KillGroup(int process) => _ = SendSignal(-process, SigKill);

    private static int Spawn(string[] command, int socket, int error)
    {
        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        // sigset_t: 1,024 bits.
        var noSignals = stackalloc ulong[16];
        var allSignals = stackalloc ulong[16];
        new Span<ulong>(noSignals, 16).Clear();
        new Span<ulong>(allSignals, 16).Fill(ulong.MaxValue);
        Check(InitActions(actions), "posix_spawn_file_actions_init");
        Check(InitAttributes(attributes), "posix_spawnattr_init");
        var arguments = Array.ConvertAll(command, static text => Marshal.StringToCoTaskMemUTF8(text));
        try
        {
            Check(AddDup2(actions, socket, 0), "posix_spawn_file_actions_adddup2");
            Check(AddDup2(actions, socket, 1), "posix_spawn_file_actions_adddup2");
            Check(AddDup2(actions, error, 2), "posix_spawn_file_actions_adddup2");
            Check(SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession), "posix_spawnattr_setflags");
            Check(SetDefaults(attributes, allSignals), "posix_spawnattr_setsigdefault");
            Check(SetMask(attributes, noSignals), "posix_spawnattr_setsigmask");
            var list = stackalloc nint[command.Length + 1];
            arguments.CopyTo(new Span<nint>(list, command.Length));
            list[command.Length] = 0;
            nint noEnvironment = 0;
            int process;
            var result = PosixSpawn(&process, (byte*)list[0], actions, attributes, list, &noEnvironment);
            return result == 0 ? process : throw new SandboxException($"{command[0]} can't be started: error {result}.");
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
            Array.ForEach(arguments, Marshal.FreeCoTaskMem);
        }
    }

    private static void Check(int result, string call)
    {
        if (result != 0)
            throw new SandboxException($"{call} failed with errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitProcess(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(int* process, byte* path, byte* actions, byte* attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDup2(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, ulong* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, ulong* signals);
}
