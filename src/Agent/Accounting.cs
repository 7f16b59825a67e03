using System.Globalization;

namespace CodeRunner.Agent;

/// <summary>
/// What the sandbox's cgroup has used, read from descriptors that the server opened outside the sandbox and that only the
/// agent inherits. The files of both cgroup versions are understood: they differ in units and in a key before the number.
/// </summary>
internal sealed unsafe class Accounting
{
    /// <summary>In place of descriptors: the agent opens the files itself, where a container shows it the group that it is in.</summary>
    public const string Own = "own";

    private const int BufferSize = 2048;
    private const int FileCount = 6;
    private const string OwnGroup = "/sys/fs/cgroup";
    private const uint OwnerOnly = 0x1c0; // 0700

    private readonly int _cpu;
    private readonly int _memory;
    private readonly int _peak;
    private readonly int _events;
    private readonly int _statistics;
    private readonly int _hits;

    private Accounting(ReadOnlySpan<int> files) => (_cpu, _memory, _peak, _events, _statistics, _hits) = (files[0], files[1], files[2], files[3], files[4], files[5]);

    /// <summary>Takes descriptor numbers in the order CPU, memory, peak, events, statistics, hits of the limit; -1 for one that there is none of.</summary>
    public static Accounting Parse(string text)
    {
        if (text == Own)
            return OpenOwn();
        var parts = text.Split(',');
        if (parts.Length != FileCount)
            throw new AgentException($"{FileCount} accounting descriptors are needed.");
        var numbers = Array.ConvertAll(parts, static part => int.Parse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return new Accounting(numbers);
    }

    /// <summary>CPU time of all processes that are or were in the cgroup, the agent included, in nanoseconds; -1 if unknown.</summary>
    public long CpuTime()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var text = Read(_cpu, buffer);
        if (text.IsEmpty)
            return -1;
        // v1: a number of nanoseconds. v2: a table, in microseconds.
        return char.IsAsciiDigit((char)text[0]) ? Number(text) : Field(text, "usage_usec "u8) * Constants.NanosecondsPerMicrosecond;
    }

    /// <summary>Memory in use now, without cached files, in bytes; 0 if unknown.</summary>
    public long UsedMemory()
    {
        // In this order what is cached in between makes the number too large, never too small.
        var cache = FileCache();
        return Math.Max(0, ReadNumber(_memory) - cache);
    }

    /// <summary>Memory that holds files which lie on a disk too, in bytes: the kernel takes it back where memory is short. Files of a tmpfs are not among them.</summary>
    public long FileCache()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var text = Read(_statistics, buffer);
        return Field(text, "inactive_file "u8) + Field(text, "active_file "u8);
    }

    /// <summary>How often the memory limit was reached and something had to be taken back.</summary>
    public long LimitHits()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var text = Read(_hits, buffer);
        // v1: a number. v2: a table of events.
        return !text.IsEmpty && char.IsAsciiDigit((char)text[0]) ? Number(text) : Field(text, "max "u8);
    }

    /// <summary>Starts the peak anew. Kernels before 6.12 can't do that in v2; the peak is then that of the sandbox's whole life.</summary>
    public void ResetPeak()
    {
        if (_peak < 0)
            return;
        var zero = (byte)'0';
        _ = Libc.write(_peak, &zero, 1);
    }

    /// <summary>Peak memory since the last reset, in bytes; 0 if unknown.</summary>
    public long Peak() => ReadNumber(_peak);

    /// <summary>Processes that the kernel has killed for want of memory.</summary>
    public long OomKills()
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        return Field(Read(_events, buffer), "oom_kill "u8);
    }

    /// <summary>CPU time of the agent itself, in nanoseconds.</summary>
    public static long OwnCpuTime()
    {
        ResourceUsage usage;
        _ = Libc.getrusage(Constants.UsageSelf, &usage);
        return Total(usage);
    }

    public static long Total(in ResourceUsage usage) =>
        ((usage.UserSeconds + usage.SystemSeconds) * Constants.NanosecondsPerSecond)
        + ((usage.UserMicroseconds + usage.SystemMicroseconds) * Constants.NanosecondsPerMicrosecond);

    /// <summary>A container's view is read-only: the peak is then started anew from outside, or never.</summary>
    private static Accounting OpenOwn()
    {
        var memory = Open("/memory.current");
        var accounting = memory >= 0
            ? new Accounting([Require("/cpu.stat"), memory, Require("/memory.peak"), Require("/memory.events"), Require("/memory.stat"), Require("/memory.events")])
            : new Accounting(
            [
                Require("/cpuacct/cpuacct.usage"),
                Require("/memory/memory.usage_in_bytes"),
                Require("/memory/memory.max_usage_in_bytes"),
                Require("/memory/memory.oom_control"),
                Require("/memory/memory.stat"),
                Require("/memory/memory.failcnt"),
            ]);
        // The program has no business there. In version 2 this fails: the folder is the group itself, and read-only.
        var folder = Open(string.Empty);
        _ = Libc.fchmod(folder, OwnerOnly);
        _ = Libc.close(folder);
        return accounting;
    }

    private static int Require(string file)
    {
        var descriptor = Open(file);
        return descriptor >= 0 ? descriptor : throw AgentException.FromErrno("open", OwnGroup + file);
    }

    private static int Open(string file)
    {
        using var texts = new NativeText();
        return Libc.open(texts.Add(OwnGroup + file), Constants.ReadOnly | Constants.CloseOnExec, 0);
    }

    private static long ReadNumber(int descriptor)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        return Number(Read(descriptor, buffer));
    }

    private static ReadOnlySpan<byte> Read(int descriptor, Span<byte> buffer)
    {
        if (descriptor < 0)
            return default;
        fixed (byte* pointer = buffer)
        {
            var count = Libc.pread(descriptor, pointer, buffer.Length, 0);
            return count <= 0 ? default : buffer[..(int)count];
        }
    }

    private static long Number(ReadOnlySpan<byte> text)
    {
        var value = 0L;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                break;
            value = (value * 10) + (digit - '0');
        }

        return value;
    }

    private static long Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        while (!text.IsEmpty)
        {
            if (text.StartsWith(key))
                return Number(text[key.Length..]);
            var end = text.IndexOf((byte)'\n');
            text = end < 0 ? default : text[(end + 1)..];
        }

        return 0;
    }
}
