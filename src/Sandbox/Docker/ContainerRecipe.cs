using System.Globalization;
using CodeRunner.Sandbox.Linux;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Docker;

/// <summary>What a container of ours is made of: every setting that stands between the program and the machine.</summary>
internal sealed class ContainerRecipe(DockerOptions options, DockerIdentity identity, EngineFacts facts)
{
    private const string Root = "0:0";
    private const long NanoProcessors = 1_000_000_000;

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
        MaskedPaths = [.. MaskedPaths.All],
        Tmpfs = WritableFolders.Of(options, stage).ToDictionary(static folder => folder.Path, Own),
        Mounts = shared is null ? [] : [Bind(shared)],
        CapDrop = ["ALL"],
        // SETPCAP only lets the agent empty the program's bounding set.
        CapAdd = ["SETUID", "SETGID", "KILL", "SETPCAP"],
        SecurityOpt = ["no-new-privileges", $"seccomp={facts.Seccomp}"],
        LogConfig = new LogConfig { Type = "none" },
        Init = false,
        Memory = Room.IdleMemory.Bytes,
        MemorySwap = Room.IdleMemory.Bytes,
        MemorySwappiness = facts.IsCgroupV2 ? null : 0,
        PidsLimit = Room.IdleProcesses,
        NanoCPUs = (long)(options.Processors * NanoProcessors),
        OomScoreAdj = 1000, // where memory runs out, a sandbox dies before anything else on the machine does
        // The agent sets the others for each command. None is raised here: an engine may not be allowed to.
        Ulimits = [Limit("core", CorePattern.Limit), Limit("msgqueue", 0), Limit("rtprio", 0), Limit("nice", 0)],
    };

    /// <summary>The one folder that sandboxes share, without what may be mounted in it. The propagation is the engine's to choose: it wants another one for its volumes.</summary>
    private static Mount Bind(MountedFolder shared) => new()
    {
        Type = "bind",
        Source = shared.Source,
        Target = shared.Inside,
        ReadOnly = true,
        BindOptions = new BindOptions { NonRecursive = true },
    };

    private string Own(WritableFolder folder) => string.Create(
        CultureInfo.InvariantCulture, $"rw,nosuid,nodev,{folder.Execution},size={folder.MiB}m,nr_inodes={options.FolderInodes},mode={folder.Mode}");

    private static Ulimit Limit(string name, long value) => new() { Name = name, Soft = value, Hard = value };
}
