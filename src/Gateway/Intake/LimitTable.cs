using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// The limits of a run: what each may be and is by default, and where the engine keeps it. What a protocol calls them is the
/// protocol's.
/// </summary>
internal static class LimitTable
{
    private const int OneMillisecond = 1;
    private const int OneByte = 1;
    private const int OneProcess = 1;

    /// <summary>With less the kernel starts no program: arguments and environment lie on the stack too.</summary>
    private const long LeastStack = 64 << 10;

    /// <summary>User and system time of a run.</summary>
    public static Limit CpuTime { get; } = new(
        static options => new(OneMillisecond, Milliseconds(options.MaxCpuTime), Milliseconds(options.DefaultCpuTime)),
        static (limits, value) => limits with { CpuTime = TimeSpan.FromMilliseconds(value) },
        static limits => (long)limits.CpuTime.TotalMilliseconds);

    /// <summary>Wall time of a run.</summary>
    public static Limit WallTime { get; } = new(
        static options => new(OneMillisecond, Milliseconds(options.MaxWallTime), WallTimeFor(Milliseconds(options.DefaultCpuTime), options)),
        static (limits, value) => limits with { WallTime = TimeSpan.FromMilliseconds(value) },
        static limits => (long)limits.WallTime.TotalMilliseconds)
    {
        LeftOut = static (asked, options) => WallTimeFor(CpuTime.ValueFor(asked, options), options),
    };

    /// <summary>Wall time of all runs together.</summary>
    public static Limit TotalWallTime { get; } = new(
        static options => new(OneMillisecond, Milliseconds(options.MaxTotalWallTime), Milliseconds(options.MaxTotalWallTime)),
        static (limits, value) => limits with { TotalWallTime = TimeSpan.FromMilliseconds(value) },
        static limits => (long?)limits.TotalWallTime?.TotalMilliseconds);

    /// <summary>Peak memory of a run.</summary>
    public static Limit Memory { get; } = new(
        static options => new(options.MinMemoryBytes, options.MaxMemoryBytes, options.DefaultMemoryBytes, IsSize: true),
        static (limits, value) => limits with { Memory = new ByteSize(value) },
        static limits => limits.Memory.Bytes);

    /// <summary>Stack of a thread.</summary>
    public static Limit Stack { get; } = new(
        static options => new(
            Math.Min(LeastStack, options.MinMemoryBytes), options.MaxMemoryBytes, options.DefaultMemoryBytes, IsSize: true),
        static (limits, value) => limits with { Stack = new ByteSize(value) },
        static limits => (limits.Stack ?? limits.Memory).Bytes)
    {
        LeftOut = static (asked, options) => Memory.ValueFor(asked, options),
    };

    /// <summary>What a run may write to stdout.</summary>
    public static Limit Output { get; } = new(
        static options => new(OneByte, options.MaxOutputBytes, options.DefaultOutputBytes, IsSize: true),
        static (limits, value) => limits with { Output = new ByteSize(value) },
        static limits => limits.Output.Bytes);

    /// <summary>Processes and threads of a run.</summary>
    public static Limit Processes { get; } = new(
        static options => new(OneProcess, options.MaxProcesses, options.DefaultProcesses),
        static (limits, value) => limits with { Processes = (int)value },
        static limits => limits.Processes);

    /// <summary>All of them.</summary>
    public static ImmutableArray<Limit> All { get; } = [CpuTime, WallTime, TotalWallTime, Memory, Stack, Output, Processes];

    private static long WallTimeFor(long cpuTime, LimitsOptions options) =>
        Math.Min(cpuTime * options.WallTimeFactor, Milliseconds(options.MaxWallTime));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
