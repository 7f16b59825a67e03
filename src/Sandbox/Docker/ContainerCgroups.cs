using CodeRunner.Contracts;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// Finds the control groups that an engine of this machine makes, where this process may write to them: limits are then set in
/// microseconds and peaks started anew. Elsewhere the engine is asked to set limits.
/// </summary>
internal sealed class ContainerCgroups(EngineFacts facts, string mounts)
{
    private const int MountPoint = 1;
    private const int MountType = 2;
    private const int MountSettings = 3;
    private const string Slice = ".slice";

    private readonly string[][] _mounts =
        [.. mounts.Split('\n').Select(static line => line.Split(' ')).Where(static parts => parts.Length > MountSettings)];

    /// <summary>The group of a container that runs; null when it is out of reach.</summary>
    public ICgroup? Find(string container)
    {
        var path = facts.UsesSystemd ? $"{SlicePath(facts.CgroupParent)}/docker-{container}.scope" : $"{facts.CgroupParent.Trim('/')}/{container}";
        return facts.IsCgroupV2 ? FindV2(path) : FindV1(path);
    }

    /// <summary>Bounds all sandboxes together. Does nothing where the group is out of reach, or another program's to manage.</summary>
    public void Bound(ByteSize memory)
    {
        if (facts.UsesSystemd)
            return;
        var path = facts.CgroupParent.Trim('/');
        var file = facts.IsCgroupV2
            ? Path.Combine(Unified() ?? "/", path, CgroupV2.MemoryLimit)
            : Path.Combine(Hierarchies().GetValueOrDefault("memory", "/"), path, CgroupV1.MemoryLimit);
        if (IsWritable(file))
            CgroupFiles.Write(file, memory.Bytes);
    }

    /// <summary>
    /// Removes the group that held all sandboxes, which the engine leaves. Does nothing where it holds another server's, is out of reach, or
    /// is systemd's, which removes its slices itself.
    /// </summary>
    public void Remove()
    {
        if (facts.UsesSystemd)
            return;
        foreach (var mount in _mounts.Where(static mount => mount[MountType] is "cgroup" or "cgroup2").Select(static mount => mount[MountPoint]).Distinct())
            TryRemove(Path.Combine(mount, facts.CgroupParent.Trim('/')));
    }

    private CgroupV1? FindV1(string path)
    {
        var hierarchies = Hierarchies();
        if (!CgroupV1Tree.Controllers.All(hierarchies.ContainsKey))
            return null;
        var folders = CgroupV1Tree.Controllers.ToDictionary(static name => name, name => Path.Combine(hierarchies[name], path));
        if (!IsWritable(Path.Combine(folders["memory"], CgroupV1.MemoryLimit)))
            return null;
        var cgroup = new CgroupV1(folders, Room.IdleMemory.Bytes);
        cgroup.BoundSockets();
        return cgroup;
    }

    private CgroupV2? FindV2(string path)
    {
        if (Unified() is not { } mount)
            return null;
        var folder = Path.Combine(mount, path);
        return IsWritable(Path.Combine(folder, CgroupV2.MemoryLimit)) ? new CgroupV2(folder) : null;
    }

    private Dictionary<string, string> Hierarchies()
    {
        var hierarchies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mount in _mounts.Where(static mount => mount[MountType] == "cgroup"))
        {
            foreach (var controller in mount[MountSettings].Split(','))
                hierarchies[controller] = mount[MountPoint];
        }

        return hierarchies;
    }

    private string? Unified() => _mounts.FirstOrDefault(static mount => mount[MountType] == "cgroup2")?[MountPoint];

    /// <summary>systemd keeps a slice called a-b below one called a.</summary>
    private static string SlicePath(string slice)
    {
        var parts = slice[..^(slice.EndsWith(Slice, StringComparison.Ordinal) ? Slice.Length : 0)].Split('-');
        return string.Join('/', Enumerable.Range(1, parts.Length).Select(count => string.Join('-', parts.Take(count)) + Slice));
    }

    private static void TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not there, in use, or not ours to remove.
        }
    }

    private static bool IsWritable(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
