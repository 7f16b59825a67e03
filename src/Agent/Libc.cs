using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace CodeRunner.Agent;

[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    public ulong Soft;
    public ulong Hard;
}

[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;
}

/// <summary><c>struct rusage</c>; only the times are read.</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;
}

/// <summary><c>struct statx</c>, whose layout is the same on every architecture; only mode and size are read.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatX
{
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(40)] public ulong Size;
}

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;
}

/// <summary><c>struct msghdr</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Parts;
    public nuint PartCount;
    public void* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary><c>struct cmsghdr</c>; the descriptors follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ControlHeader
{
    public const int Size = 16;

    public nuint Length;
    public int Level;
    public int Type;
}

/// <summary>The few calls of the C library that the agent needs, with their own names.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    [DllImport(Library)] public static extern int fork();
    [DllImport(Library)] public static extern int execve(byte* path, byte** argv, byte** envp);
    [DllImport(Library)] public static extern void _exit(int status);
    [DllImport(Library)] public static extern int setsid();
    [DllImport(Library)] public static extern int dup2(int from, int to);
    [DllImport(Library)] public static extern int pipe2(int* descriptors, int flags);
    [DllImport(Library)] public static extern int open(byte* path, int flags, int mode);
    [DllImport(Library)] public static extern int openat(int folder, byte* path, int flags, int mode);
    [DllImport(Library)] public static extern int close(int descriptor);
    [DllImport(Library)] public static extern nint read(int descriptor, byte* buffer, nint count);
    [DllImport(Library)] public static extern nint write(int descriptor, byte* buffer, nint count);
    [DllImport(Library)] public static extern nint pread(int descriptor, byte* buffer, nint count, long offset);
    [DllImport(Library)] public static extern int fcntl(int descriptor, int command, int argument);
    [DllImport(Library)] public static extern int poll(PollEntry* entries, nuint count, int milliseconds);
    [DllImport(Library)] public static extern int memfd_create(byte* name, uint flags);
    [DllImport(Library)] public static extern int kill(int process, int signal);
    [DllImport(Library)] public static extern int wait4(int process, int* status, int options, ResourceUsage* usage);
    [DllImport(Library)] public static extern int getrusage(int who, ResourceUsage* usage);
    [DllImport(Library)] public static extern int clock_gettime(int clock, TimeSpec* time);
    [DllImport(Library)] public static extern int setrlimit(int resource, ResourceLimit* limit);
    [DllImport(Library)] public static extern int setgroups(nuint count, uint* groups);
    [DllImport(Library)] public static extern int setresgid(uint real, uint effective, uint saved);
    [DllImport(Library)] public static extern int setresuid(uint real, uint effective, uint saved);
    [DllImport(Library)] public static extern int prctl(int option, nuint a, nuint b, nuint c, nuint d);
    [DllImport(Library)] public static extern int capset(uint* header, uint* data);
    [DllImport(Library)] public static extern int chdir(byte* path);
    [DllImport(Library)] public static extern uint umask(uint mask);
    [DllImport(Library)] public static extern nint signal(int number, nint handler);
    [DllImport(Library)] public static extern int sigprocmask(int how, ulong* set, ulong* old);
    [DllImport(Library)] public static extern nint syscall(nint number, nint a, nint b, nint c, nint d, nint e);
    [DllImport(Library)] public static extern int statx(int folder, byte* path, int flags, uint mask, StatX* result);
    [DllImport(Library)] public static extern nint getdents64(int folder, byte* buffer, nuint count);
    [DllImport(Library)] public static extern long lseek(int descriptor, long offset, int origin);
    [DllImport(Library)] public static extern int unlinkat(int folder, byte* name, int flags);
    [DllImport(Library)] public static extern int mkdirat(int folder, byte* name, uint mode);
    [DllImport(Library)] public static extern int renameat(int fromFolder, byte* from, int toFolder, byte* to);
    [DllImport(Library)] public static extern int fchmodat(int folder, byte* name, uint mode, int flags);
    [DllImport(Library)] public static extern int fchmod(int descriptor, uint mode);
    [DllImport(Library)] public static extern int futimens(int descriptor, TimeSpec* times);
    [DllImport(Library)] public static extern int unshare(int flags);
    [DllImport(Library)] public static extern int mount(byte* source, byte* target, byte* type, nuint flags, byte* data);
    [DllImport(Library)] public static extern int sethostname(byte* name, nuint length);
    [DllImport(Library)] public static extern int socket(int family, int type, int protocol);
    [DllImport(Library)] public static extern int ioctl(int descriptor, nuint request, byte* argument);
    [DllImport(Library)] public static extern nint recvmsg(int socket, MessageHeader* message, int flags);
    [DllImport(Library)] public static extern int shmctl(int id, int command, void* buffer);
    [DllImport(Library)] public static extern int semctl(int id, int index, int command, void* buffer);
    [DllImport(Library)] public static extern int msgctl(int id, int command, void* buffer);

    /// <summary>The C library's <c>errno</c> of the last call.</summary>
    public static int Errno => Marshal.GetLastSystemError();

    /// <summary>Monotonic nanoseconds; not moved by changes of the wall clock.</summary>
    public static long Now()
    {
        TimeSpec time;
        _ = clock_gettime(Constants.ClockMonotonic, &time);
        return (time.Seconds * Constants.NanosecondsPerSecond) + time.Nanoseconds;
    }

    /// <summary>Writes all bytes to a file.</summary>
    public static void WriteAll(int descriptor, ReadOnlySpan<byte> data, string name)
    {
        while (!data.IsEmpty)
        {
            fixed (byte* pointer = data)
            {
                var count = write(descriptor, pointer, data.Length);
                if (count < 0)
                    throw AgentException.FromErrno("write", name);
                data = data[(int)count..];
            }
        }
    }

    public static void CheckedClose(ref int descriptor)
    {
        if (descriptor >= 0)
            _ = close(descriptor);
        descriptor = -1;
    }
}
