namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>What of a server and of the machine around it must be the same after a job as before.</summary>
internal sealed class HostSnapshot
{
    // Connections and database handles come and go; a leak of even one descriptor a job shows within the corpus.
    private const int DescriptorSlack = 64;

    // A garbage collector's heap breathes. A server that kept what a flood sends it would grow by gigabytes.
    private const long MemorySlack = 256L << 20;

    // Other work on the machine uses the disk too. What fills it on purpose does so by gigabytes.
    private const long DiskSlack = 768L << 20;

    private readonly int _server;
    private readonly string _folder;
    private readonly IReadOnlyList<string> _roots;
    private readonly Measure _before;
    private readonly long _memory;
    private readonly int _descriptors;
    private readonly long _disk;

    private HostSnapshot(int server, string folder)
    {
        _server = server;
        _folder = folder;
        _roots = ControlGroups.RootsOf(server);
        _before = Read();
        _memory = ProcessTable.ResidentBytes(server);
        _descriptors = ProcessTable.DescriptorsOf(server);
        _disk = FreeBytes();
    }

    /// <summary>Takes one of an idle server whose sandboxes are warm.</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="folder">The folder that its data folder lies in.</param>
    public static HostSnapshot Take(int server, string folder) => new(server, folder);

    /// <summary>What jobs leave behind for a moment: processes, groups, mounts. Ask until it settles.</summary>
    /// <returns>Null when nothing is left.</returns>
    public string? Leftovers()
    {
        var now = Read();
        return now.Users.Count > 0 ? $"Processes are left: {string.Join(", ", now.Users)}"
            : now.Engine > _before.Engine ? $"The server has {now.Engine} processes below it; it had {_before.Engine}."
            : now.Groups > _before.Groups ? $"There are {now.Groups} cgroups; there were {_before.Groups}."
            : now.Mounts.Except(_before.Mounts).FirstOrDefault() is { } mount ? $"A mount is left: {mount}"
            : null;
    }

    /// <summary>What must hold at any time: memory, descriptors, disk, files outside.</summary>
    /// <returns>Null when all is as before.</returns>
    public string? Changes()
    {
        var memory = ProcessTable.ResidentBytes(_server) - _memory;
        var descriptors = ProcessTable.DescriptorsOf(_server) - _descriptors;
        var disk = _disk - FreeBytes();
        return memory > MemorySlack ? $"The server grew by {memory >> 20} MiB."
            : descriptors > DescriptorSlack ? $"The server has {descriptors} more descriptors open."
            : disk > DiskSlack ? $"{disk >> 20} MiB of the disk are gone."
            : OutsideFiles.Marked(_folder) is [var mark, ..] ? $"A program left {mark}"
            : null;
    }

    private Measure Read()
    {
        var below = ProcessTable.DescendantsOf(_server);
        return new Measure(
            [.. below.Where(static process => process.UserId != 0)],
            below.Count,
            ControlGroups.Below(_roots).Count,
            [.. File.ReadAllLines($"/proc/{_server}/mounts").Concat(File.ReadAllLines("/proc/self/mounts"))]);
    }

    private long FreeBytes() => new DriveInfo(_folder).AvailableFreeSpace;

    private sealed record Measure(IReadOnlyList<ProcessEntry> Users, int Engine, int Groups, HashSet<string> Mounts);
}
