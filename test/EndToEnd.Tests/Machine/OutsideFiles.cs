namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>Looks for traces of programs in the folders of the host that anybody may write to, and in those nobody may.</summary>
internal static class OutsideFiles
{
    // What attacks try to leave: see test/Programs.
    private static readonly string[] Marks = ["CANARY-SHELL", ".marker-of-an-earlier-job", "CANARY-FILE"];
    private static readonly string[] Writable = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/home", "/mnt", "/opt", "/"];
    private static readonly string[] Untouchable = ["/etc", "/usr/bin", "/usr/local/bin", "/root"];
    private const int Depth = 2;

    /// <summary>Files with a name that only a program of the corpus gives.</summary>
    public static IReadOnlyList<string> Marked(string folder) =>
        [.. Writable.Append(folder).SelectMany(path => Names(path, path == "/" ? 0 : Depth)).Where(IsMarked).Distinct()];

    /// <summary>When each file of the system's folders was last changed, and its size.</summary>
    public static IReadOnlyDictionary<string, string> Fingerprint() => Untouchable
        .Where(Directory.Exists)
        .SelectMany(static path => Names(path, 0))
        .Select(static path => new FileInfo(path))
        .Where(static file => file.Exists)
        .ToDictionary(static file => file.FullName, static file => $"{file.Length} {file.LastWriteTimeUtc:O}");

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
