using System.Globalization;
using CodeRunner.Contracts;

namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>Control groups of version 1: a folder in each of four hierarchies, some of which may be one and the same.</summary>
internal sealed class CgroupV1Tree(IReadOnlyDictionary<string, string> hierarchies, string name) : ICgroupTree
{
    /// <summary>The controllers that a sandbox needs.</summary>
    public static readonly IReadOnlyList<string> Controllers = ["memory", "pids", "cpuacct", "cpu"];

    public IReadOnlyList<string> Roots => [.. Controllers.Select(Root).Distinct()];

    public void Prepare(ByteSize memory)
    {
        foreach (var root in Roots)
            Directory.CreateDirectory(root);

        CgroupFiles.Write(Path.Combine(Root("memory"), CgroupV1.MemoryLimit), memory.Bytes);
        // The first group with a bound switches the kernel's accounting on, the last one off: this one keeps it on, so that no sandbox pays for that.
        CgroupV1.BoundSockets(Root("memory"), memory.Bytes);
    }

    public ICgroup Create(string leaf, double processors)
    {
        var folders = Controllers.ToDictionary(static controller => controller, controller => Path.Combine(Root(controller), leaf));
        foreach (var folder in folders.Values.Distinct())
            Directory.CreateDirectory(folder);
        var cgroup = new CgroupV1(folders);
        cgroup.Initialise(processors);
        return cgroup;
    }

    public bool TryRemove() => Roots.All(CgroupFiles.TryRemove);

    private string Root(string controller) => Path.Combine(hierarchies[controller], name);
}

/// <inheritdoc cref="CgroupV1Tree"/>
/// <param name="folders">Its folder in each controller's hierarchy.</param>
/// <param name="initialLimit">The bytes that it is bounded to already; the largest number where it isn't.</param>
internal sealed class CgroupV1(IReadOnlyDictionary<string, string> folders, long initialLimit = long.MaxValue) : ICgroup
{
    public const string MemoryLimit = "memory.limit_in_bytes";
    private const string MemoryAndSwapLimit = "memory.memsw.limit_in_bytes";
    private const long FewShares = 102; // of the usual 1,024
    private const long Period = 100_000; // µs, the kernel's default

    /// <summary>
    /// What the buffers of TCP and UDP may hold beside the memory limit: in version 1 they are not part of it. The default buffers of seventy sockets;
    /// TCP may go beyond by what each connection needs to go on, which the agent bounds.
    /// </summary>
    private const long SocketBuffers = 16L << 20;

    private long _limit = initialLimit;

    public IReadOnlyList<string> ProcessFiles { get; } =
        [.. folders.Values.Distinct().Select(static folder => Path.Combine(folder, CgroupFiles.Processes))];

    public string CpuFile { get; } = Path.Combine(folders["cpuacct"], "cpuacct.usage");

    public string MemoryFile { get; } = Path.Combine(folders["memory"], "memory.usage_in_bytes");

    public string PeakFile { get; } = Path.Combine(folders["memory"], "memory.max_usage_in_bytes");

    public string EventsFile { get; } = Path.Combine(folders["memory"], "memory.oom_control");

    public string StatisticsFile { get; } = Path.Combine(folders["memory"], "memory.stat");

    public string HitsFile { get; } = Path.Combine(folders["memory"], "memory.failcnt");

    public void Initialise(double processors)
    {
        CgroupFiles.Write(Path.Combine(folders["memory"], "memory.swappiness"), 0);
        BoundSockets();
        if (processors <= 0)
            return;
        CgroupFiles.Write(Path.Combine(folders["cpu"], "cpu.cfs_period_us"), Period);
        CgroupFiles.Write(Path.Combine(folders["cpu"], "cpu.cfs_quota_us"), (long)(processors * Period));
    }

    /// <summary>Bounds the buffers of its sockets. Does nothing on kernels that can't, which the self-test then finds out.</summary>
    public void BoundSockets() => BoundSockets(folders["memory"], SocketBuffers);

    internal static void BoundSockets(string folder, long bytes)
    {
        var file = Path.Combine(folder, "memory.kmem.tcp.limit_in_bytes");
        if (File.Exists(file))
            CgroupFiles.Write(file, bytes);
    }

    public void SetMemory(ByteSize limit)
    {
        // The kernel refuses any moment in which memory alone may be more than memory and swap together. The latter
        // is there only on machines that account for swap.
        var memory = Path.Combine(folders["memory"], MemoryLimit);
        var both = Path.Combine(folders["memory"], MemoryAndSwapLimit);
        string[] files = !File.Exists(both) ? [memory] : limit.Bytes > _limit ? [both, memory] : [memory, both];
        foreach (var file in files)
            CgroupFiles.Write(file, limit.Bytes);
        _limit = limit.Bytes;
    }

    public void SetProcesses(int limit) => CgroupFiles.Write(Path.Combine(folders["pids"], "pids.max"), limit);

    public void SetBackground() => CgroupFiles.Write(Path.Combine(folders["cpu"], "cpu.shares"), FewShares);

    public ByteSize ReadMemory()
    {
        var cache = ReadFileCache().Bytes;
        return new ByteSize(Math.Max(0, CgroupFiles.ReadNumber(MemoryFile) - cache));
    }

    public ByteSize ReadFileCache() => new(CgroupFiles.ReadFileCache(StatisticsFile));

    public int ReadProcesses() => (int)CgroupFiles.ReadNumber(Path.Combine(folders["pids"], "pids.current"));

    public void ResetPeak() => CgroupFiles.Write(PeakFile, 0);

    public ByteSize ReadPeak() => new(CgroupFiles.ReadNumber(PeakFile));

    public long ReadOomKills() => CgroupFiles.ReadField(EventsFile, CgroupFiles.OomKills);

    public void Kill() => CgroupFiles.KillAll(folders["memory"]);

    public bool TryRemove() => folders.Values.Distinct().All(CgroupFiles.TryRemove);

    public void Dispose()
    {
        // Nothing is kept open.
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cgroup v1 {folders["memory"]}");
}
