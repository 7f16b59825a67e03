using System.Globalization;
using CodeRunner.Sandbox.Compiling.Preambles;
using CodeRunner.Sandbox.Native.Cgroups;

namespace CodeRunner.Sandbox.Native;

/// <summary>The command that starts a sandbox: the agent as launcher, which becomes bubblewrap, which becomes the agent as first process.</summary>
internal static class LaunchCommand
{
    private const string AgentInside = "/agent";
    private const string ReadOnlyForRoot = "0755";
    private const string Shared = "1777"; // what is not one's own can't be removed or renamed
    private const long MiB = 1 << 20;

    /// <summary>Descriptor placeholders that the launcher fills in, in the order of its <c>open</c> arguments.</summary>
    private const string Descriptors = "{0},{1},{2},{3}";
    private const string SeccompDescriptor = "{4}";

    /// <summary>Files of /proc that tell about the machine or the kernel; an empty one lies over each that is there.</summary>
    private static readonly string[] MaskedFiles =
    [
        "cmdline", "config.gz", "interrupts", "kallsyms", "kcore", "key-users", "keys", "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "latency_stats",
        "modules", "partitions", "sched_debug", "schedstat", "slabinfo", "softirqs", "swaps", "sysrq-trigger", "timer_list", "timer_stats",
        "version_signature", "vmallocinfo", "zoneinfo", "diskstats", "buddyinfo", "pagetypeinfo", "iomem", "ioports", "locks",
    ];

    /// <summary>Folders of /proc, likewise.</summary>
    private static readonly string[] MaskedFolders = ["acpi", "asound", "bus", "driver", "dynamic_debug", "fs", "irq", "mpt", "pressure", "scsi", "tty"];

    /// <summary>Folders of the root that may be links into /usr, as on Debian, or folders of their own.</summary>
    private static readonly string[] SystemFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    public static string[] Make(
        NativeOptions options, string agent, ServerInstance instance, string? preambles, ICgroup cgroup, SandboxStage stage, int uid)
    {
        var work = (stage == SandboxStage.Compile ? options.CompileFolderMiB : options.FolderMiB) * MiB;
        var folder = options.FolderMiB * MiB;
        var temporaryExec = stage == SandboxStage.Compile ? "exec" : "noexec";
        return
        [
            agent, "launch",
            .. cgroup.ProcessFiles.SelectMany(static file => new[] { "cgroup", file }),
            "open", cgroup.CpuFile, "open", cgroup.MemoryFile, "open-write", cgroup.PeakFile, "open", cgroup.EventsFile,
            "open", instance.SeccompFile,
            "base", instance.MountPoint,
            "tmpfs", "work", Number(work), Number(options.FolderInodes), Shared, "exec",
            "tmpfs", "tmp", Number(folder), Number(options.FolderInodes), Shared, temporaryExec,
            "tmpfs", "shm", Number(folder), Number(options.FolderInodes), Shared, "noexec",
            "tmpfs", "box", Number(2 * folder), Number(options.FolderInodes), ReadOnlyForRoot, "exec",
            "--",
            .. Bubblewrap(options, agent, instance, stage == SandboxStage.Compile ? preambles : null),
            AgentInside, "serve", Number(uid), Descriptors,
        ];
    }

    private static List<string> Bubblewrap(NativeOptions options, string agent, ServerInstance instance, string? preambles)
    {
        List<string> arguments =
        [
            options.Bubblewrap,
            "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup", "--as-pid-1",
            "--hostname", "sandbox", "--clearenv", "--chdir", "/",
            "--ro-bind", "/usr", "/usr",
        ];
        foreach (var name in SystemFolders)
            arguments.AddRange(SystemFolder($"/{name}"));
        arguments.AddRange(
        [
            "--ro-bind", instance.EtcFolder, "/etc", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives",
            "--proc", "/proc",
        ]);
        foreach (var path in MaskedFiles.Select(static name => $"/proc/{name}").Where(IsReadableByOthers))
            arguments.AddRange(["--ro-bind", "/dev/null", path]);
        foreach (var path in MaskedFolders.Select(static name => $"/proc/{name}").Where(IsReadableByOthers))
            arguments.AddRange(["--tmpfs", path]); // root's, so nobody in the sandbox can write to it
        if (preambles is not null)
            arguments.AddRange(["--ro-bind", preambles, PreambleFolder.Inside]);
        arguments.AddRange(
        [
            "--remount-ro", "/proc",
            "--dev", "/dev", "--bind", $"{instance.MountPoint}/shm", "/dev/shm", "--remount-ro", "/dev",
            "--bind", $"{instance.MountPoint}/work", "/work", "--bind", $"{instance.MountPoint}/tmp", "/tmp",
            "--bind", $"{instance.MountPoint}/box", "/box",
            "--ro-bind", agent, AgentInside,
            "--remount-ro", "/",
            // SETPCAP only lets the agent empty the program's bounding set.
            "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_KILL", "--cap-add", "CAP_SETPCAP",
            "--seccomp", SeccompDescriptor,
            "--",
        ]);
        return arguments;
    }

    private static string[] SystemFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
            return [];
        return folder.LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind", path, path];
    }

    /// <summary>What only root may read needs no mask, and every mount costs each sandbox about 0.3 ms.</summary>
    private static bool IsReadableByOthers(string path) =>
        (File.Exists(path) || Directory.Exists(path)) && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
