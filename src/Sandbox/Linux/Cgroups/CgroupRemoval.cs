using System.Diagnostics;

namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>Removes what a server that was killed left behind.</summary>
internal static class CgroupRemoval
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Kills everything below <paramref name="root"/> and removes the groups. Its sandboxes are dying already, as their silo is gone.</summary>
    /// <exception cref="SandboxException">Something is still there after 5 s.</exception>
    public static void RemoveLeftovers(string root)
    {
        if (!Directory.Exists(root))
            return;
        var watch = Stopwatch.StartNew();
        while (!Array.TrueForAll(Directory.GetDirectories(root), KillAndRemove))
        {
            if (watch.Elapsed > Deadline)
                throw new SandboxException($"Sandboxes of an earlier server are still alive in {root} after {Deadline.TotalSeconds} s.");
            // Nothing tells that a foreign process has ended; this is once a start, after a crash.
            Thread.Yield();
        }

        CgroupFiles.TryRemove(root);
    }

    private static bool KillAndRemove(string folder)
    {
        CgroupFiles.KillAll(folder);
        return CgroupFiles.TryRemove(folder);
    }
}
