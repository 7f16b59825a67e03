using System.Runtime.InteropServices;

namespace CodeRunner.Agent;

/// <summary>A mount as <c>mount(2)</c> takes it.</summary>
internal unsafe struct MountPlan
{
    public byte* Source;
    public byte* Target;
    public byte* Type;
    public nuint Flags;
    public byte* Options;
}

/// <summary>All that a child needs between fork and execve, laid out by the keeper.</summary>
internal unsafe struct SandboxPlan
{
    public byte* Agent;
    public byte** Arguments;
    public byte** Environment;

    /// <summary>First those over files of /proc, then the sandbox's own folders.</summary>
    public MountPlan* Mounts;
    public int Masks;
    public int MountCount;
    public byte* Filter;
    public ushort FilterLength;
    public KeeperRequest Request;
}

/// <summary><c>struct sock_fprog</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct FilterProgram
{
    public ushort Length;
    public byte* Instructions;
}

/// <summary>
/// What a child of the keeper does before it becomes the agent: enters its control groups and then namespaces of its own, mounts its
/// folders, and gives up every right that the agent does not need. Like <see cref="Spawner"/> it calls the C library only and allocates nothing.
/// </summary>
internal static unsafe class SandboxChild
{
    private const int Failed = 126;
    private const nuint Namespaces =
        Constants.NewMountNamespace | Constants.NewNetworkNamespace | Constants.NewIpcNamespace | Constants.NewHostNameNamespace | Constants.NewCgroupNamespace;

    /// <summary>SETPCAP only lets the agent empty the program's bounding set.</summary>
    private const uint KeptCapabilities =
        (1u << Constants.CapabilityKill) | (1u << Constants.CapabilitySetGid) | (1u << Constants.CapabilitySetUid) | (1u << Constants.CapabilitySetPcap);

    /// <summary>Starts a child as the first process of a new pid namespace; a negative number says that it could not be.</summary>
    public static int Fork(SandboxPlan* plan)
    {
        var child = (int)Libc.syscall(Constants.SyscallClone, Constants.NewPidNamespace | Constants.SigChild, 0, 0, 0, 0);
        if (child == 0)
            Run(plan);
        return child;
    }

    /// <summary>Says which call failed, to whoever reads the sandbox's stderr.</summary>
    public static void Report(int descriptor, ReadOnlySpan<byte> call, int error)
    {
        const int MaxDigits = 4;
        var digits = stackalloc byte[MaxDigits];
        var first = MaxDigits;
        for (var rest = error; first > 0 && (rest > 0 || first == MaxDigits); rest /= 10)
            digits[--first] = (byte)('0' + (rest % 10));
        Write(descriptor, "The sandbox could not be made: "u8);
        Write(descriptor, call);
        Write(descriptor, " failed with errno "u8);
        _ = Libc.write(descriptor, digits + first, MaxDigits - first);
    }

    private static void Run(SandboxPlan* plan)
    {
        // First of all, as what is made afterwards counts as the sandbox's.
        foreach (var group in plan->Request.Groups)
            Write(group, "0"u8, plan, "cgroup.procs"u8);
        Check(plan, Libc.unshare((int)Namespaces), "unshare"u8);
        MakeHost(plan);
        MountAll(plan);
        LimitCore(plan);
        ConnectStreams(plan);
        DropRights(plan);
        _ = Libc.execve(plan->Agent, plan->Arguments, plan->Environment);
        Fail(plan, "execve"u8);
    }

    /// <summary>A name, and a loopback that is up.</summary>
    private static void MakeHost(SandboxPlan* plan)
    {
        fixed (byte* name = "sandbox"u8)
            Check(plan, Libc.sethostname(name, 7), "sethostname"u8);
        var request = stackalloc byte[Constants.InterfaceRequestSize];
        new Span<byte>(request, Constants.InterfaceRequestSize).Clear();
        "lo"u8.CopyTo(new Span<byte>(request, Constants.InterfaceRequestSize));
        *(short*)(request + Constants.InterfaceNameSize) = Constants.InterfaceUp;
        var socket = Libc.socket(Constants.FamilyInternet, Constants.SocketDatagram, 0);
        Check(plan, socket, "socket"u8);
        Check(plan, Libc.ioctl(socket, Constants.SetInterfaceFlags, request), "ioctl(lo)"u8);
        _ = Libc.close(socket);
    }

    /// <summary>
    /// No core files. Where kernel.core_pattern is a pipe, what it names is started for a limit of nothing too, and only a limit of one byte prevents it. Set
    /// here, as the filter lets nobody change it afterwards.
    /// </summary>
    private static void LimitCore(SandboxPlan* plan)
    {
        byte first = 0;
        fixed (byte* path = "/proc/sys/kernel/core_pattern"u8)
        {
            var file = Libc.open(path, Constants.ReadOnly, 0);
            Check(plan, file, "open(core_pattern)"u8);
            Check(plan, (int)Libc.read(file, &first, 1), "read(core_pattern)"u8);
            _ = Libc.close(file);
        }

        var bytes = first == (byte)'|' ? 1ul : 0;
        var limit = new ResourceLimit { Soft = bytes, Hard = bytes };
        Check(plan, Libc.setrlimit((int)Resource.Core, &limit), "setrlimit"u8);
    }

    private static void MountAll(SandboxPlan* plan)
    {
        const nuint ProcFlags = Constants.MountNoSuid | Constants.MountNoDevices | Constants.MountNoExec;
        const nuint Closed = Constants.MountRemount | Constants.MountBind | Constants.MountReadOnly | ProcFlags;
        fixed (byte* none = "none"u8, root = "/"u8, proc = "proc"u8, folder = "/proc"u8)
        {
            Check(plan, Libc.mount(none, root, null, Constants.MountRecursive | Constants.MountPrivate, null), "mount(/)"u8);
            Check(plan, Libc.mount(proc, folder, proc, ProcFlags, null), "mount(/proc)"u8);
            SetOomScore(plan);
            for (var i = 0; i < plan->Masks; i++)
            {
                Mount(plan, &plan->Mounts[i]);
                // A bind takes its flags from its source; these are set only by a second call.
                Check(plan, Libc.mount(none, plan->Mounts[i].Target, null, Closed, null), "remount(mask)"u8);
            }

            // The rest may be written to by whom the files belong to: a thread's name is set through there, and all but one's own are root's.
            fixed (byte* settings = "/proc/sys"u8)
            {
                Check(plan, Libc.mount(settings, settings, null, Constants.MountBind, null), "mount(/proc/sys)"u8);
                Check(plan, Libc.mount(none, settings, null, Closed, null), "remount(/proc/sys)"u8);
            }
        }

        for (var i = plan->Masks; i < plan->MountCount; i++)
            Mount(plan, &plan->Mounts[i]);
    }

    /// <summary>Where memory runs out, a sandbox dies before anything else on the machine does.</summary>
    private static void SetOomScore(SandboxPlan* plan)
    {
        fixed (byte* path = "/proc/self/oom_score_adj"u8)
        {
            var file = Libc.open(path, Constants.WriteOnly, 0);
            Check(plan, file, "open(oom_score_adj)"u8);
            Write(file, "1000"u8, plan, "oom_score_adj"u8);
            _ = Libc.close(file);
        }
    }

    private static void ConnectStreams(SandboxPlan* plan)
    {
        _ = Libc.setsid();
        for (var number = 1; number <= Constants.SignalCount; number++)
            _ = Libc.signal(number, 0);
        var none = 0ul;
        _ = Libc.sigprocmask(Constants.SigSetMask, &none, null);
        foreach (var descriptor in plan->Request.Accounting)
            Check(plan, Libc.fcntl(descriptor, Constants.SetDescriptorFlags, 0), "fcntl"u8);
        Check(plan, Libc.dup2(plan->Request.Socket, 0), "dup2"u8);
        Check(plan, Libc.dup2(plan->Request.Socket, 1), "dup2"u8);
        Check(plan, Libc.dup2(plan->Request.Error, 2), "dup2"u8);
        fixed (byte* root = "/"u8)
            Check(plan, Libc.chdir(root), "chdir"u8);
    }

    private static void DropRights(SandboxPlan* plan)
    {
        for (var capability = 0; capability <= Constants.LastCapability; capability++)
        {
            if ((KeptCapabilities & (1ul << capability)) == 0)
                _ = Libc.prctl(Constants.DropBounding, (nuint)capability, 0, 0, 0); // fails for those that this kernel doesn't have
        }

        _ = Libc.prctl(Constants.CapAmbient, Constants.CapAmbientClearAll, 0, 0, 0);
        Check(plan, Libc.prctl(Constants.SetNoNewPrivileges, 1, 0, 0, 0), "prctl(no_new_privs)"u8);
        var header = stackalloc uint[2] { Constants.CapabilityVersion3, 0 };
        // Effective, permitted and inheritable; the lower half first.
        var sets = stackalloc uint[6] { KeptCapabilities, KeptCapabilities, 0, 0, 0, 0 };
        Check(plan, Libc.capset(header, sets), "capset"u8);
        var program = new FilterProgram { Length = plan->FilterLength, Instructions = plan->Filter };
        Check(plan, Libc.prctl(Constants.SetSeccomp, Constants.SeccompFilter, (nuint)(&program), 0, 0), "prctl(seccomp)"u8);
    }

    private static void Mount(SandboxPlan* plan, MountPlan* mount)
    {
        if (Libc.mount(mount->Source, mount->Target, mount->Type, mount->Flags, mount->Options) != 0)
            Fail(plan, MemoryMarshal.CreateReadOnlySpanFromNullTerminated(mount->Target));
    }

    private static void Write(int descriptor, ReadOnlySpan<byte> text, SandboxPlan* plan, ReadOnlySpan<byte> call)
    {
        if (Write(descriptor, text) != text.Length)
            Fail(plan, call);
    }

    private static nint Write(int descriptor, ReadOnlySpan<byte> text)
    {
        fixed (byte* pointer = text)
            return Libc.write(descriptor, pointer, text.Length);
    }

    private static void Check(SandboxPlan* plan, int result, ReadOnlySpan<byte> call)
    {
        if (result < 0)
            Fail(plan, call);
    }

    private static void Fail(SandboxPlan* plan, ReadOnlySpan<byte> call)
    {
        Report(plan->Request.Error, call, Libc.Errno);
        Libc._exit(Failed);
    }
}
