using System.Globalization;
using CodeRunner.Contracts;

namespace CodeRunner.Sandbox.Linux.Cgroups;

/// <summary>Control groups of version 2: one folder a sandbox.</summary>
/// <param name="parent">The group under which the server's own is made; it must be allowed to hand controllers down.</param>
/// <param name="name">The name of the server's group.</param>
internal sealed class CgroupV2Tree(string parent, string name) : ICgroupTree
{
    /// <summary>The controllers that a sandbox needs.</summary>
    public static readonly IReadOnlyList<string> Controllers = ["memory", "pids", "cpu"];

    private const string ControllersDown = "cgroup.subtree_control";
    private static readonly string Needed = string.Join(' ', Controllers.Select(static controller => $"+{controller}"));
    private const string OwnLeaf = "coderunner-server";
    private readonly string _root = Path.Combine(parent, name);

    public IReadOnlyList<string> Roots => [_root];

    public void Prepare(ByteSize memory)
    {
        HandDown(parent);
        Directory.CreateDirectory(_root);
        CgroupFiles.Write(Path.Combine(_root, ControllersDown), Needed);
        CgroupFiles.Write(Path.Combine(_root, CgroupV2.MemoryLimit), memory.Bytes);
    }

    public ICgroup Create(string leaf, double processors)
    {
        var folder = Path.Combine(_root, leaf);
        Directory.CreateDirectory(folder);
        var cgroup = new CgroupV2(folder);
        cgroup.Initialise(processors);
        return cgroup;
    }

    public bool TryRemove() => CgroupFiles.TryRemove(_root);

    /// <summary>
    /// A group with processes of its own can't hand controllers down (the root is the exception), so those that are in the
    /// parent, the server among them, move to a leaf beside the sandboxes first.
    /// </summary>
    private static void HandDown(string parent)
    {
        var file = Path.Combine(parent, ControllersDown);
        try
        {
            File.WriteAllText(file, Needed);
        }
        catch (IOException)
        {
            var leaf = Path.Combine(parent, OwnLeaf);
            Directory.CreateDirectory(leaf);
            foreach (var process in File.ReadAllLines(Path.Combine(parent, CgroupFiles.Processes)))
                CgroupFiles.Write(Path.Combine(leaf, CgroupFiles.Processes), process);
            CgroupFiles.Write(file, Needed);
        }
    }
}

/// <inheritdoc cref="CgroupV2Tree"/>
internal sealed class CgroupV2(string folder) : ICgroup
{
    public const string MemoryLimit = "memory.max";
    private const string SwapLimit = "memory.swap.max";
    private const long LowWeight = 10; // of the usual 100
    private const long Period = 100_000; // µs, the kernel's default

    private FileStream? _peak;

    public IReadOnlyList<string> ProcessFiles { get; } = [Path.Combine(folder, CgroupFiles.Processes)];

    public string CpuFile { get; } = Path.Combine(folder, "cpu.stat");

    public string MemoryFile { get; } = Path.Combine(folder, "memory.current");

    public string PeakFile { get; } = Path.Combine(folder, "memory.peak");

    public string EventsFile { get; } = Path.Combine(folder, "memory.events");

    public string StatisticsFile { get; } = Path.Combine(folder, "memory.stat");

    public string HitsFile { get; } = Path.Combine(folder, "memory.events");

    public void Initialise(double processors)
    {
        var swap = Path.Combine(folder, SwapLimit);
        if (File.Exists(swap))
            CgroupFiles.Write(swap, 0);
        CgroupFiles.Write(Path.Combine(folder, "memory.oom.group"), 0); // The agent must outlive the program.
        CgroupFiles.Write(Path.Combine(folder, "cgroup.max.descendants"), 0);
        if (processors > 0)
            CgroupFiles.Write(Path.Combine(folder, "cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{(long)(processors * Period)} {Period}"));
    }

    public void SetMemory(ByteSize limit) => CgroupFiles.Write(Path.Combine(folder, MemoryLimit), limit.Bytes);

    public void SetProcesses(int limit) => CgroupFiles.Write(Path.Combine(folder, "pids.max"), limit);

    public void SetBackground() => CgroupFiles.Write(Path.Combine(folder, "cpu.weight"), LowWeight);

    public ByteSize ReadMemory()
    {
        var cache = ReadFileCache().Bytes;
        return new ByteSize(Math.Max(0, CgroupFiles.ReadNumber(MemoryFile) - cache));
    }

    public ByteSize ReadFileCache() => new(CgroupFiles.ReadFileCache(StatisticsFile));

    public int ReadProcesses() => (int)CgroupFiles.ReadNumber(Path.Combine(folder, "pids.current"));

    public void ResetPeak()
    {
        try
        {
            // Counts for this descriptor only, from Linux 6.12 on.
            _peak ??= new FileStream(PeakFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            _peak.Write("0"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _peak?.Dispose();
            _peak = null;
        }
    }

    public ByteSize ReadPeak()
    {
        if (_peak is null)
            return new ByteSize(CgroupFiles.ReadNumber(PeakFile));
        var text = new byte[32]; // more than the digits of a 64-bit number
        _peak.Position = 0;
        var count = _peak.Read(text);
        return new ByteSize(long.Parse(text.AsSpan(0, count).Trim((byte)'\n'), CultureInfo.InvariantCulture));
    }

    public long ReadOomKills() => CgroupFiles.ReadField(EventsFile, CgroupFiles.OomKills);

    public void Kill()
    {
        // One write kills the whole group at once, from Linux 5.14 on.
        if (!CgroupFiles.TryWrite(Path.Combine(folder, "cgroup.kill"), "1"))
            CgroupFiles.KillAll(folder);
    }

    public bool TryRemove() => CgroupFiles.TryRemove(folder);

    public void Dispose() => _peak?.Dispose();

    public override string ToString() => $"cgroup v2 {folder}";
}
