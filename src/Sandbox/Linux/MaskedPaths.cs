namespace CodeRunner.Sandbox.Linux;

/// <summary>
/// What tells about the machine or its kernel and so has something empty laid over it, in sandboxes of every kind. What a machine does not have is no error.
/// </summary>
internal static class MaskedPaths
{
    /// <summary>Files of the kernel's own that every sandbox would see.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Below("/proc", "buddyinfo", "cmdline", "config.gz", "diskstats", "interrupts", "iomem", "ioports", "kallsyms", "kcore", "key-users", "keys",
            "kmsg", "kpagecgroup", "kpagecount", "kpageflags", "latency_stats", "locks", "modules", "pagetypeinfo", "partitions", "sched_debug", "schedstat", "slabinfo",
            "softirqs", "swaps", "sysrq-trigger", "timer_list", "timer_stats", "version_signature", "vmallocinfo", "zoneinfo"),
    ];

    /// <summary>Folders, likewise.</summary>
    public static IReadOnlyList<string> Folders { get; } =
        [.. Below("/proc", "acpi", "asound", "bus", "driver", "dynamic_debug", "fs", "irq", "mpt", "pressure", "scsi", "tty")];

    /// <summary>What only an engine puts into its containers: a native sandbox's root has nothing by these names.</summary>
    public static IReadOnlyList<string> OfContainers { get; } =
    [
        .. Below("/sys", "block", "bus", "class", "dev", "devices", "firmware", "hypervisor", "kernel", "module", "power"),
        .. Below("/sys/fs", "bcachefs", "bpf", "btrfs", "ecryptfs", "erofs", "ext4", "f2fs", "fuse", "incremental-fs", "nfs", "ntfs3", "pstore", "resctrl",
            "selinux", "smackfs", "xfs", "zfs"),
        "/dev/mqueue",
        "/etc/resolv.conf", // a copy of the machine's
    ];

    /// <summary>All that no sandbox of any kind may show.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Files, .. Folders, .. OfContainers];

    private static string[] Below(string folder, params string[] names) => Array.ConvertAll(names, name => $"{folder}/{name}");
}
