using System.Runtime.InteropServices;
using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>The descriptors of a child: its three streams, and the one for its <see cref="StartReport"/>.</summary>
internal struct ChildDescriptors
{
    public int Stdin;
    public int Stdout;
    public int Stderr;
    public int Status;
}

/// <summary>What a child says of itself: when it was about to become the command, or why it did not.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StartReport
{
    public long Time;
    public long Error;

    /// <summary>Reads until the other end is closed, by execve or by the child's end; a failure comes behind the time.</summary>
    public static unsafe StartReport Read(int descriptor)
    {
        var report = new StartReport { Time = Libc.Now() };
        StartReport next;
        while (Libc.read(descriptor, (byte*)&next, sizeof(StartReport)) == sizeof(StartReport))
            report = next.Error == 0 ? next : report with { Error = next.Error };
        _ = Libc.close(descriptor);
        return report;
    }
}

/// <summary>
/// Starts a command under the slot's uid, with nothing of the agent's left to it.
/// </summary>
/// <remarks>
/// .NET has no fork, for a good reason: of all threads only the caller's exists in the child, so a garbage collection there
/// could wait for ever. Between fork and execve <see cref="RunChild"/> therefore calls the C library only (bound at link time),
/// on memory that the parent has laid out, and allocates nothing. This takes 0.3 ms, where a chain of setpriv and prlimit takes 2.
/// </remarks>
internal sealed unsafe class Spawner(uint uid)
{
    private const string WorkingFolder = "/work";
    private const int ExecFailed = 127;
    private const ulong PendingSignals = 256;

    /// <summary>022: others may read, the agent among them, which has no right to override permissions.</summary>
    private const uint FileCreationMask = 0x12;

    private struct Plan
    {
        public byte* Path;
        public byte** Arguments;
        public byte** Environment;
        public byte* Folder;
        public ChildDescriptors Descriptors;
        public uint Uid;
        public Resource* Resources;
        public ResourceLimit* Limits;
        public int LimitCount;
    }

    /// <summary>Starts the command and returns its process number.</summary>
    public int Start(RunCommand command, ChildDescriptors descriptors)
    {
        using var texts = new NativeText();
        var limits = LimitsOf(command);
        var resources = stackalloc Resource[limits.Length];
        var values = stackalloc ResourceLimit[limits.Length];
        for (var i = 0; i < limits.Length; i++)
        {
            resources[i] = limits[i].Resource;
            values[i] = new ResourceLimit { Soft = limits[i].Value, Hard = limits[i].Value };
        }

        var plan = new Plan
        {
            Path = texts.Add(command.Command[0]),
            Arguments = texts.Add(command.Command),
            Environment = texts.Add(command.Environment),
            Folder = texts.Add(WorkingFolder),
            Descriptors = descriptors,
            Uid = uid,
            Resources = resources,
            Limits = values,
            LimitCount = limits.Length,
        };

        var child = Libc.fork();
        if (child == 0)
            RunChild(&plan);
        return child > 0 ? child : throw AgentException.FromErrno("fork", command.Command[0]);
    }

    /// <summary>Becomes the slot's user, for good. Allocates nothing, as it runs in forked children.</summary>
    public static void DropIdentity(uint uid)
    {
        for (var capability = 0u; capability <= Constants.LastCapability; capability++)
            _ = Libc.prctl(Constants.DropBounding, capability, 0, 0, 0);
        _ = Libc.prctl(Constants.CapAmbient, Constants.CapAmbientClearAll, 0, 0, 0);
        if (Libc.setgroups(0, null) != 0 || Libc.setresgid(uid, uid, uid) != 0 || Libc.setresuid(uid, uid, uid) != 0)
            Libc._exit(ExecFailed);
        // Leaving uid 0 has cleared the permitted and effective sets; the inheritable one stays unless it is cleared too.
        var header = stackalloc uint[2] { Constants.CapabilityVersion3, 0 };
        var sets = stackalloc uint[6];
        if (Libc.capset(header, sets) != 0 || Libc.prctl(Constants.SetNoNewPrivileges, 1, 0, 0, 0) != 0)
            Libc._exit(ExecFailed);
    }

    private static (Resource Resource, ulong Value)[] LimitsOf(RunCommand command)
    {
        // The processor limit is a backstop for the case that the agent itself stands still.
        var seconds = (ulong)(command.CpuTime / Constants.NanosecondsPerSecond) + 2;
        var addressSpace = command.AddressSpace > 0 ? (ulong)command.AddressSpace : ulong.MaxValue;
        return
        [
            (Resource.Cpu, seconds),
            (Resource.FileSize, (ulong)command.FileSize),
            (Resource.Stack, (ulong)command.Stack),
            (Resource.OpenFiles, (ulong)command.OpenFiles),
            (Resource.LockedMemory, 0),
            (Resource.AddressSpace, addressSpace),
            (Resource.PendingSignals, PendingSignals),
            (Resource.MessageQueue, 0),
            (Resource.Nice, 0),
            (Resource.RealTimePriority, 0),
            (Resource.RealTime, 0),
        ];
    }

    private static void RunChild(Plan* plan)
    {
        _ = Libc.setsid();
        // The runtime ignores SIGPIPE and may block signals; both would be inherited through execve.
        for (var number = 1; number <= Constants.SignalCount; number++)
            _ = Libc.signal(number, 0);
        var none = 0ul;
        _ = Libc.sigprocmask(Constants.SigSetMask, &none, null);

        if (Libc.dup2(plan->Descriptors.Stdin, 0) < 0 || Libc.dup2(plan->Descriptors.Stdout, 1) < 0 || Libc.dup2(plan->Descriptors.Stderr, 2) < 0)
            Fail(plan);
        _ = Libc.syscall(Constants.SyscallCloseRange, 3, int.MaxValue, Constants.CloseRangeCloexec, 0, 0);
        _ = Libc.umask(FileCreationMask);
        if (Libc.chdir(plan->Folder) != 0)
            Fail(plan);
        for (var i = 0; i < plan->LimitCount; i++)
        {
            if (Libc.setrlimit((int)plan->Resources[i], &plan->Limits[i]) != 0)
                Fail(plan);
        }

        DropIdentity(plan->Uid);
        var begin = new StartReport { Time = Libc.Now() };
        _ = Libc.write(plan->Descriptors.Status, (byte*)&begin, sizeof(StartReport));
        _ = Libc.execve(plan->Path, plan->Arguments, plan->Environment);
        Fail(plan);
    }

    private static void Fail(Plan* plan)
    {
        var failure = new StartReport { Error = Libc.Errno };
        _ = Libc.write(plan->Descriptors.Status, (byte*)&failure, sizeof(StartReport));
        Libc._exit(ExecFailed);
    }
}
