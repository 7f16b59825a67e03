namespace CodeRunner.Agent;

/// <summary>Numbers of Linux' interface, the same on x86-64 and arm64 but for those that ask which it is, under the names that the manual pages give them.</summary>
internal static class Constants
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    public const long NanosecondsPerMillisecond = 1_000_000;
    public const long NanosecondsPerMicrosecond = 1_000;

    public const int ClockMonotonic = 1;

    public const int Eintr = 4;
    public const int Echild = 10;
    public const int Eagain = 11;
    public const int Einval = 22;
    public const int Epipe = 32;
    public const int Enotsock = 88;

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollError = 0x8;
    public const short PollHangUp = 0x10;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public static readonly int Directory = OperatingSystemIsArm ? 0x4000 : 0x10000;
    /// <summary>O_TMPFILE: a file in a folder, without a name.</summary>
    public static readonly int UnnamedFile = 0x400000 | Directory;
    public static readonly int NoFollow = OperatingSystemIsArm ? 0x8000 : 0x20000;

    public const int SetDescriptorFlags = 2;
    public const int SetFlags = 4;
    public const int AddSeals = 1033;
    public const int AllSeals = 0xf; // F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE
    public const uint MemoryCloseOnExec = 1;
    public const uint MemoryAllowSealing = 2;
    public const uint MemoryNeverExecutable = 8; // MFD_NOEXEC_SEAL, from Linux 6.3 on
    public const int CurrentFolder = -100;
    public const int RemoveDirectory = 0x200;
    public const int EmptyPath = 0x1000;
    public const uint StatBasic = 0x7ff;
    public const int FileTypeMask = 0xf000;
    public const int RegularFile = 0x8000;
    public const int SeekSet = 0;

    public const int SigKill = 9;
    public const int SigChild = 17;
    public const nint IgnoreSignal = 1;
    public const int SignalCount = 64;
    public const int SigSetMask = 2;
    public const int NoHang = 1;
    public const int UsageSelf = 0;

    public static readonly int SyscallClone = OperatingSystemIsArm ? 220 : 56;
    public const int SyscallPidfdOpen = 434;
    public const int SyscallCloseRange = 436;
    public const int CloseRangeCloexec = 4;

    public const int SetDumpable = 4;
    public const int DropBounding = 24;
    public const int SetSeccomp = 22;
    public const nuint SeccompFilter = 2;
    public const int SetNoNewPrivileges = 38;
    public const int CapAmbient = 47;
    public const int CapAmbientClearAll = 4;
    public const int LastCapability = 63;
    public const uint CapabilityVersion3 = 0x20080522;
    public const int CapabilityKill = 5;
    public const int CapabilitySetGid = 6;
    public const int CapabilitySetUid = 7;
    public const int CapabilitySetPcap = 8;

    public const int NewMountNamespace = 0x20000;
    public const int NewCgroupNamespace = 0x2000000;
    public const int NewHostNameNamespace = 0x4000000;
    public const int NewIpcNamespace = 0x8000000;
    public const int NewPidNamespace = 0x20000000;
    public const int NewNetworkNamespace = 0x40000000;
    public const nuint MountReadOnly = 1;
    public const nuint MountNoSuid = 2;
    public const nuint MountNoDevices = 4;
    public const nuint MountNoExec = 8;
    public const nuint MountRemount = 0x20;
    public const nuint MountBind = 0x1000;
    public const nuint MountRecursive = 0x4000;
    public const nuint MountPrivate = 1 << 18;

    public const int FamilyInternet = 2;
    public const int SocketDatagram = 2;
    public const int MessageCloseOnExec = 0x40000000;
    public const nuint SetInterfaceFlags = 0x8914;
    public const short InterfaceUp = 1;
    public const int InterfaceNameSize = 16;
    public const int InterfaceRequestSize = 40; // struct ifreq

    public const int IpcRemove = 0;
    public const int ShmStat = 13;
    public const int ShmInfo = 14;
    public const int SemStat = 18;
    public const int SemInfo = 19;
    public const int MsgStat = 11;
    public const int MsgInfo = 12;

    /// <summary>The numbers of old system calls, O_DIRECTORY and O_NOFOLLOW differ between the architectures.</summary>
    private static bool OperatingSystemIsArm =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64;
}

/// <summary>Resources of <c>setrlimit</c>.</summary>
internal enum Resource
{
    Cpu = 0,
    FileSize = 1,
    Stack = 3,
    Core = 4,
    OpenFiles = 7,
    LockedMemory = 8,
    AddressSpace = 9,
    PendingSignals = 11,
    MessageQueue = 12,
    Nice = 13,
    RealTimePriority = 14,
    RealTime = 15,
}
