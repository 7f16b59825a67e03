namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>Finds out which version of control groups the machine has, and where this process is in them.</summary>
internal static class CgroupDiscovery
{
    private const int MountPoint = 1;
    private const int MountType = 2;
    private const int MountSettings = 3;
    private const string AllControllers = "cgroup.controllers";

    /// <summary>The tree under which a server called <paramref name="name"/> keeps its sandboxes.</summary>
    /// <param name="mounts">Text of <c>/proc/self/mounts</c>.</param>
    /// <param name="membership">Text of <c>/proc/self/cgroup</c>.</param>
    /// <param name="name">The server's name among all servers of the machine.</param>
    /// <exception cref="SandboxException">Neither version has the controllers that are needed.</exception>
    public static ICgroupTree Find(string mounts, string membership, string name)
    {
        var own = ParseMembership(membership);
        var entries = mounts.Split('\n').Select(static line => line.Split(' ')).Where(static parts => parts.Length > MountSettings).ToArray();

        // A machine with both has its controllers in version 1, and version 2 beside it without any.
        var hierarchies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(static parts => parts[MountType] == "cgroup"))
        {
            foreach (var controller in entry[MountSettings].Split(',').Where(CgroupV1Tree.Controllers.Contains))
                hierarchies[controller] = Below(entry[MountPoint], own.GetValueOrDefault(controller));
        }

        if (CgroupV1Tree.Controllers.All(hierarchies.ContainsKey))
            return new CgroupV1Tree(hierarchies, name);

        foreach (var mount in entries.Where(static parts => parts[MountType] == "cgroup2").Select(static parts => parts[MountPoint]))
        {
            var parent = Below(mount, own.GetValueOrDefault(string.Empty));
            var controllers = Path.Combine(parent, AllControllers);
            if (File.Exists(controllers) && HasAll(File.ReadAllText(controllers)))
                return new CgroupV2Tree(parent, name);
        }

        throw new SandboxException(
            "The native sandbox needs control groups with the controllers memory, pids and cpu, in version 1 or 2. " +
            "Mount them, or use Docker sandboxes (Sandbox:Kind=docker).");
    }

    private static bool HasAll(string controllers)
    {
        var words = controllers.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return CgroupV2Tree.Controllers.All(words.Contains);
    }

    /// <summary>A container may show the path that its host knows, which isn't there inside; then the mount itself is the place.</summary>
    private static string Below(string mount, string? path)
    {
        var folder = Path.Combine(mount, (path ?? "/").TrimStart('/'));
        return Directory.Exists(folder) ? folder.TrimEnd('/') : mount;
    }

    private static Dictionary<string, string> ParseMembership(string text)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            // hierarchy:controllers:path, where version 2 has no controllers.
            var parts = line.Split(':', 3);
            if (parts.Length < 3)
                continue;
            foreach (var controller in parts[1].Split(','))
                result[controller] = parts[2];
        }

        return result;
    }
}
