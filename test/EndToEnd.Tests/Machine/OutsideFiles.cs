namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>Looks for traces of programs in the folders of the host that anybody may write to, and in those nobody may.</summary>
internal static class OutsideFiles
{
    // What attacks try to leave: see test/Programs.
    private static readonly string[] Marks = ["CANARY-SHELL", ".marker-of-an-earlier-job", "CANARY-FILE"];
    private static readonly string[] Writable = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/mnt", "/opt", "/"];

    // What an intruder would change first, and what the corpus aims at.
    private static readonly string[] Untouchable =
    [
        "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/hosts", "/etc/ld.so.preload", "/etc/crontab", "/usr/bin/env", "/bin/sh",
        "/usr/bin/bwrap", "/lib/x86_64-linux-gnu/libc.so.6", "/root/.profile", "/root/.ssh/authorized_keys", "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/hostname", "/proc/sys/kernel/modprobe", "/proc/sys/user/max_user_namespaces",
    ];

    private const int Depth = 2;

    /// <summary>Files with a name that only a program of the corpus gives.</summary>
    public static IReadOnlyList<string> Marked(string folder) =>
        [.. Writable.Append(folder).SelectMany(path => Names(path, path == "/" ? 0 : Depth)).Where(IsMarked).Distinct()];

    /// <summary>What identifies the present content of each file that nobody may change; an absent one counts too.</summary>
    public static IReadOnlyList<string> Fingerprint() => [.. Untouchable.Select(static path =>
    {
        var file = new FileInfo(path);
        return !file.Exists ? $"{path}: absent"
            : path.StartsWith("/proc/", StringComparison.Ordinal) ? $"{path}: {File.ReadAllText(path)}"
            : $"{path}: {file.Length} bytes, {file.UnixFileMode}, {file.LastWriteTimeUtc:O}";
    })];

    private static bool IsMarked(string path) =>
        Marks.Any(mark => Path.GetFileName(path).StartsWith(mark, StringComparison.Ordinal));

    private static IEnumerable<string> Names(string path, int depth) => !Directory.Exists(path)
        ? []
        : Directory.EnumerateFileSystemEntries(path, "*", new EnumerationOptions
        {
            RecurseSubdirectories = depth > 0,
            MaxRecursionDepth = depth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        });
}
