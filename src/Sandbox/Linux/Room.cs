using CodeRunner.Contracts;
using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Linux;

/// <summary>What a sandbox of any kind may use beside its command, and how its control group is told.</summary>
internal static class Room
{
    /// <summary>Until a command's own limits are set; the agent needs 4 MiB, an engine's own first process in a container some more.</summary>
    public static readonly ByteSize IdleMemory = ByteSize.FromMiB(64);

    /// <summary>The same for processes and threads.</summary>
    public const int IdleProcesses = 16;

    /// <summary>Above the program's limit, for pipes and page tables of the agent; the peak is compared with the limit itself.</summary>
    public static readonly ByteSize Slack = ByteSize.FromMiB(1);

    /// <summary>Bounds a sandbox that waits for its command.</summary>
    public static void ApplyIdle(this ICgroup cgroup)
    {
        cgroup.SetMemory(IdleMemory);
        cgroup.SetProcesses(IdleProcesses);
    }

    /// <summary>Bounds a sandbox for a command.</summary>
    /// <param name="cgroup">The sandbox's.</param>
    /// <param name="limits">The command's limits.</param>
    /// <param name="ownProcesses">Processes and threads that are not the command's.</param>
    /// <param name="held">Bytes that the agent is going to hold for it, beside those in use now.</param>
    public static void Apply(this ICgroup cgroup, ProcessLimits limits, int ownProcesses, long held)
    {
        cgroup.SetMemory(new ByteSize(limits.Memory.Bytes + cgroup.ReadMemory().Bytes + held + Slack.Bytes));
        cgroup.SetProcesses(limits.Processes + ownProcesses);
    }
}
