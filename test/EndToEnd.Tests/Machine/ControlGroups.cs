namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>The cgroups that a server made, in every hierarchy that the machine has mounted.</summary>
internal static class ControlGroups
{
    private const string MountPoint = "/sys/fs/cgroup";
    private const string Prefix = "coderunner";

    /// <summary>
    /// The topmost engine folders that hold the processes below a server: all its own groups lie in these, and no other
    /// server's do.
    /// </summary>
    public static IReadOnlyList<string> RootsOf(int server) =>
        [.. ProcessTable.DescendantsOf(server).SelectMany(static process => FoldersOf(process.Id)).Distinct()];

    /// <summary>The same for a server with Docker sandboxes, of which one folder in each hierarchy is the parent.</summary>
    public static IReadOnlyList<string> RootsOf(ServerProcess server) =>
        server.CgroupParent is { } parent ? RootsNamed(parent) : RootsOf(server.Id);

    /// <summary>The folders of that path in every hierarchy.</summary>
    public static IReadOnlyList<string> RootsNamed(string path) =>
        [.. Directory.EnumerateDirectories(MountPoint).Prepend(MountPoint).Select(hierarchy => Path.Join(hierarchy, path)).Where(Directory.Exists)];

    /// <summary>The processes in a group.</summary>
    public static IReadOnlyList<int> MembersOf(string group)
    {
        try
        {
            return [.. File.ReadAllLines(Path.Combine(group, "cgroup.procs")).Select(static line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return []; // Gone.
        }
    }

    /// <summary>Every group below the given ones, themselves left out.</summary>
    public static IReadOnlyList<string> Below(IEnumerable<string> roots) =>
        [.. roots.Where(Directory.Exists).SelectMany(static root =>
            Directory.EnumerateDirectories(root, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))];

    private static IEnumerable<string> FoldersOf(int process)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"/proc/{process}/cgroup");
        }
        catch (IOException)
        {
            return [];
        }

        return lines.Select(static line => line.Split(':', 3)).Select(static parts => RootOf(parts[1], parts[2])).OfType<string>();
    }

    /// <summary>The folder above the process' own group, when the engine made that group.</summary>
    private static string? RootOf(string controllers, string path)
    {
        if (!path.Contains(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string[] hierarchies = controllers.Length == 0
            ? ["unified", "."]
            : [controllers, controllers.Replace("name=", "", StringComparison.Ordinal)];
        return hierarchies
            .Select(hierarchy => Path.GetFullPath(Path.Join(MountPoint, hierarchy, path)))
            .Where(Directory.Exists)
            .Select(Path.GetDirectoryName)
            .FirstOrDefault();
    }
}
