using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Linux;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Docker;

/// <summary>What a container of ours is made of: every setting that stands between the program and the machine.</summary>
internal sealed class ContainerRecipe(DockerOptions options, DockerIdentity identity, EngineFacts facts)
{
    /// <summary>Until a command's own limits are set; the agent needs 4 MiB, the engine's own first process in there some more.</summary>
    public static readonly ByteSize IdleMemory = ByteSize.FromMiB(64);

    private const int IdleProcesses = 16;
    private const string Root = "0:0";
    private const string Shared = "mode=1777"; // what is not one's own can't be removed or renamed
    private const long NanoProcessors = 1_000_000_000;

    /// <summary>Files and folders that tell about the machine; what isn't there is no error.</summary>
    private static readonly string[] Masked =
    [
        .. Below("/proc", "acpi", "asound", "buddyinfo", "bus", "cmdline", "config.gz", "diskstats", "driver", "dynamic_debug", "fs", "interrupts", "iomem",
            "ioports", "irq", "kallsyms", "kcore", "key-users", "keys", "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "latency_stats", "locks", "modules",
            "mpt", "pagetypeinfo", "partitions", "pressure", "sched_debug", "schedstat", "scsi", "slabinfo", "softirqs", "swaps", "sysrq-trigger", "timer_list",
            "timer_stats", "tty", "version_signature", "vmallocinfo", "zoneinfo"),
        .. Below("/sys", "block", "bus", "class", "dev", "devices", "firmware", "hypervisor", "kernel", "module", "power"),
        .. Below("/sys/fs", "bcachefs", "bpf", "btrfs", "ecryptfs", "erofs", "ext4", "f2fs", "fuse", "incremental-fs", "nfs", "ntfs3", "pstore", "resctrl",
            "selinux", "smackfs", "xfs", "zfs"),
        "/dev/mqueue",
        "/etc/resolv.conf", // a copy of the machine's
    ];

    /// <param name="image">What it is made from.</param>
    /// <param name="stage">What it is for.</param>
    /// <param name="number">Its number among those of this start.</param>
    /// <param name="uid">Who runs commands in it.</param>
    /// <param name="shared">What compile sandboxes see of the server's folders; null for nothing.</param>
    public CreateContainerParameters Make(string image, SandboxStage stage, long number, int uid, MountedFolder? shared) => new()
    {
        Image = image,
        Name = identity.ContainerName(number),
        Cmd = ["serve", uid.ToString(CultureInfo.InvariantCulture), "own"],
        User = Root, // with the four capabilities below; the program gets the uid of the sandbox and none
        WorkingDir = "/",
        Hostname = "sandbox",
        Labels = identity.Labels(number, stage),
        OpenStdin = true,
        // When nobody is attached any more, the agent's stdin is closed and it ends: so a server that dies takes its containers with it.
        StdinOnce = true,
        AttachStdin = true,
        AttachStdout = true,
        AttachStderr = true,
        // Leaves a network namespace with a loopback device, and spares the engine half of the start.
        NetworkDisabled = true,
        HostConfig = HostConfig(stage, stage == SandboxStage.Compile ? shared : null),
    };

    private HostConfig HostConfig(SandboxStage stage, MountedFolder? shared) => new()
    {
        AutoRemove = true,
        NetworkMode = "none",
        IpcMode = "none", // private, without the engine's own /dev/shm
        CgroupnsMode = "private",
        CgroupParent = facts.CgroupParent,
        Runtime = options.Runtime.Length > 0 ? options.Runtime : null,
        ReadonlyRootfs = true,
        ReadonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"],
        MaskedPaths = Masked,
        Tmpfs = Folders(stage),
        Mounts = shared is null ? [] : [Bind(shared)],
        CapDrop = ["ALL"],
        // SETPCAP only lets the agent empty the program's bounding set.
        CapAdd = ["SETUID", "SETGID", "KILL", "SETPCAP"],
        SecurityOpt = ["no-new-privileges", $"seccomp={facts.Seccomp}"],
        LogConfig = new LogConfig { Type = "none" },
        Init = false,
        Memory = IdleMemory.Bytes,
        MemorySwap = IdleMemory.Bytes,
        MemorySwappiness = facts.IsCgroupV2 ? null : 0,
        PidsLimit = IdleProcesses,
        NanoCPUs = (long)(options.Processors * NanoProcessors),
        OomScoreAdj = 1000, // where memory runs out, a sandbox dies before anything else on the machine does
        // The agent sets the others for each command. None is raised here: an engine may not be allowed to.
        Ulimits = [Limit("core", CorePattern.Limit), Limit("msgqueue", 0), Limit("rtprio", 0), Limit("nice", 0)],
    };

    private Dictionary<string, string> Folders(SandboxStage stage)
    {
        var work = stage == SandboxStage.Compile ? options.CompileFolderMiB : options.FolderMiB;
        var temporaryExec = stage == SandboxStage.Compile ? "exec" : "noexec";
        return new()
        {
            ["/work"] = Folder(work, "exec", Shared),
            ["/tmp"] = Folder(options.FolderMiB, temporaryExec, Shared),
            ["/dev/shm"] = Folder(options.FolderMiB, "noexec", Shared),
            ["/box"] = Folder(2 * options.FolderMiB, "exec", "mode=0755"),
        };
    }

    /// <summary>The one folder that sandboxes share, without what may be mounted in it. The propagation is the engine's to choose: it wants another one for its volumes.</summary>
    private static Mount Bind(MountedFolder shared) => new()
    {
        Type = "bind",
        Source = shared.Source,
        Target = shared.Inside,
        ReadOnly = true,
        BindOptions = new BindOptions { NonRecursive = true },
    };

    private string Folder(int megabytes, string exec, string mode) => string.Create(
        CultureInfo.InvariantCulture, $"rw,nosuid,nodev,{exec},size={megabytes}m,nr_inodes={options.FolderInodes},{mode}");

    private static Ulimit Limit(string name, long value) => new() { Name = name, Soft = value, Hard = value };

    private static IEnumerable<string> Below(string folder, params string[] names) => names.Select(name => $"{folder}/{name}");
}
