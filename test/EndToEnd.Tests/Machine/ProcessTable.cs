using System.Globalization;

namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>A process as the kernel lists it.</summary>
/// <param name="Id">Its number in our namespace.</param>
/// <param name="Parent">Its parent's.</param>
/// <param name="StartedAt">Ticks since boot; with the id it names the process for ever.</param>
/// <param name="UserId">Real uid; the engine itself is 0.</param>
/// <param name="Name">What it calls itself.</param>
internal sealed record ProcessEntry(int Id, int Parent, long StartedAt, int UserId, string Name)
{
    public override string ToString() => $"{Id} {Name} (uid {UserId})";
}

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    // proc_pid_stat(5): after the name in brackets come state, parent and so on; start time is field 22.
    private const int ParentField = 1;
    private const int StartField = 19;

    /// <summary>All processes of a server's sandboxes, whichever kind it has.</summary>
    public static IReadOnlyList<ProcessEntry> SandboxesOf(ServerProcess server) => server.CgroupParent is { } parent
        ? [.. ControlGroups.Below(ControlGroups.RootsNamed(parent)).SelectMany(ControlGroups.MembersOf).Distinct().Select(Read).OfType<ProcessEntry>()]
        : DescendantsOf(server.Id);

    /// <summary>All processes below one, itself left out.</summary>
    public static IReadOnlyList<ProcessEntry> DescendantsOf(int ancestor)
    {
        var children = All().ToLookup(static process => process.Parent);
        var found = new List<ProcessEntry>();
        var open = new Queue<int>([ancestor]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Whether that very process, not another with its number, is there; a zombie counts.</summary>
    public static bool IsAlive(ProcessEntry process) => Read(process.Id)?.StartedAt == process.StartedAt;

    /// <summary>The memory that a process has in RAM, in bytes.</summary>
    public static long ResidentBytes(int id) => StatusKilobytes(id, "VmRSS:") * 1024;

    /// <summary>The most memory that a process has had in RAM, in bytes.</summary>
    public static long PeakResidentBytes(int id) => StatusKilobytes(id, "VmHWM:") * 1024;

    /// <summary>How many descriptors a process has open.</summary>
    public static int DescriptorsOf(int id) => Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Count();

    private static IEnumerable<ProcessEntry> All() => Directory.EnumerateDirectories("/proc")
        .Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? Read(id) : null)
        .OfType<ProcessEntry>();

    private static ProcessEntry? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var nameEnd = stat.LastIndexOf(')');
            var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..nameEnd];
            var fields = stat[(nameEnd + 2)..].Split(' ');
            var user = StatusLine(id, "Uid:").Split('\t')[1];
            return new ProcessEntry(
                id,
                int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                long.Parse(fields[StartField], CultureInfo.InvariantCulture),
                int.Parse(user, CultureInfo.InvariantCulture),
                name);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return null;
        }
    }

    private static long StatusKilobytes(int id, string field) => long.Parse(
        StatusLine(id, field).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static string StatusLine(int id, string field) => File.ReadLines($"/proc/{id}/status")
        .FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))
        ?? throw new IOException($"Process {id} has no {field}");
}
