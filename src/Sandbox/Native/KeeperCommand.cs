using System.Globalization;

namespace CodeRunner.Sandbox.Native;

/// <summary>
/// The command that starts a <see cref="Keeper"/>: bubblewrap, which makes what all sandboxes of a stage have in common and nobody can
/// write to, and in it the agent as keeper, which is told what each is to have for itself.
/// </summary>
internal static class KeeperCommand
{
    private const string AgentInside = "/agent";
    private const string ReadOnlyForRoot = "0755";
    private const string Shared = "1777"; // what is not one's own can't be removed or renamed
    private const long MiB = 1 << 20;

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

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];

    public static string[] Make(NativeOptions options, string agent, ServerInstance instance, ISharedFolder? shared, SandboxStage stage)
    {
        var work = (stage == SandboxStage.Compile ? options.CompileFolderMiB : options.FolderMiB) * MiB;
        var folder = options.FolderMiB * MiB;
        var temporaryExec = stage == SandboxStage.Compile ? "exec" : "noexec";
        return
        [
            .. Common(options, agent, instance, stage == SandboxStage.Compile ? shared : null),
            AgentInside, "keep",
            .. Masks("mask-file", MaskedFiles), .. Masks("mask-folder", MaskedFolders),
            "tmpfs", "/work", Number(work), Number(options.FolderInodes), Shared, "exec",
            "tmpfs", "/tmp", Number(folder), Number(options.FolderInodes), Shared, temporaryExec,
            "tmpfs", "/dev/shm", Number(folder), Number(options.FolderInodes), Shared, "noexec",
            "tmpfs", "/box", Number(2 * folder), Number(options.FolderInodes), ReadOnlyForRoot, "exec",
        ];
    }

    private static List<string> Common(NativeOptions options, string agent, ServerInstance instance, ISharedFolder? shared)
    {
        // The keeper needs root's rights to make namespaces; it is what takes them from the sandboxes.
        List<string> arguments = [options.Bubblewrap, "--clearenv", "--chdir", "/", "--cap-add", "ALL", "--ro-bind", "/usr", "/usr"];
        foreach (var name in SystemFolders)
            arguments.AddRange(SystemFolder($"/{name}"));
        arguments.AddRange(["--ro-bind", instance.EtcFolder, "/etc", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]);
        if (shared is { Outside: { } outside })
            arguments.AddRange(["--ro-bind", outside, shared.Inside]);
        arguments.AddRange(["--tmpfs", "/dev"]);
        foreach (var device in Devices)
            arguments.AddRange(["--dev-bind", $"/dev/{device}", $"/dev/{device}"]);
        arguments.AddRange(
        [
            "--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/0", "/dev/stdin",
            "--symlink", "/proc/self/fd/1", "/dev/stdout", "--symlink", "/proc/self/fd/2", "/dev/stderr",
            "--dir", "/dev/shm", "--remount-ro", "/dev",
            "--dir", "/proc", "--dir", "/work", "--dir", "/tmp", "--dir", "/box",
            "--ro-bind", agent, AgentInside,
            "--remount-ro", "/",
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

    /// <summary>What only root may read needs no mask, and every mount costs each sandbox a little.</summary>
    private static IEnumerable<string> Masks(string kind, IEnumerable<string> names) =>
        names.Select(static name => $"/proc/{name}").Where(IsReadableByOthers).SelectMany(path => new[] { kind, path });

    private static bool IsReadableByOthers(string path) =>
        (File.Exists(path) || Directory.Exists(path)) && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
