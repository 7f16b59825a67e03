using System.Text.RegularExpressions;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Machine;

/// <summary>What an idle server has around it: after every job it must come back to this.</summary>
internal sealed partial class HostSnapshot
{
    // Connections and database handles come and go; a leak of one descriptor a job shows within the corpus.
    private const int DescriptorSlack = 64;

    private readonly ServerProcess _server;
    private readonly IReadOnlyList<string> _roots;
    private readonly Measure _before;

    private HostSnapshot(ServerProcess server)
    {
        _server = server;
        _roots = ControlGroups.RootsOf(server);
        _before = Read();
    }

    /// <summary>Whether it saw sandboxes at all; one that saw none would find nothing left behind.</summary>
    public bool HasSandboxes => _before is { Engine: > 0, Groups: > 0 };

    /// <summary>Takes one of an idle server whose sandboxes are warm.</summary>
    public static HostSnapshot Take(ServerProcess server) => new(server);

    /// <summary>What jobs leave behind for a moment. Ask until it settles.</summary>
    /// <returns>Null when nothing is left.</returns>
    public string? Leftovers()
    {
        var now = Read();
        return now.Users.Count > 0 ? $"Processes are left: {string.Join(", ", now.Users)}"
            : now.Engine > _before.Engine ? $"The server has {now.Engine} processes below it; it had {_before.Engine}."
            : now.Groups > _before.Groups ? $"There are {now.Groups} cgroups; there were {_before.Groups}."
            : now.Mounts.Except(_before.Mounts).FirstOrDefault() is { } mount ? $"A mount is left: {mount}"
            : now.Descriptors > _before.Descriptors + DescriptorSlack ? $"The server has {now.Descriptors} descriptors; it had {_before.Descriptors}."
            : null;
    }

    private Measure Read()
    {
        var below = ProcessTable.SandboxesOf(_server);
        return new Measure(
            [.. below.Where(static process => process.UserId != 0)],
            below.Count,
            ControlGroups.Below(_roots).Count,
            [.. File.ReadAllLines($"/proc/{_server.Id}/mounts").Concat(File.ReadAllLines("/proc/self/mounts")).Select(static line => ContainerId().Replace(line, "*"))],
            ProcessTable.DescriptorsOf(_server.Id));
    }

    /// <summary>An engine's mounts bear the names of containers, which change; how many there are shows in the control groups.</summary>
    [GeneratedRegex("[0-9a-f]{64}|l/[A-Z0-9]{26}")]
    private static partial Regex ContainerId();

    private sealed record Measure(IReadOnlyList<ProcessEntry> Users, int Engine, int Groups, HashSet<string> Mounts, int Descriptors);
}
