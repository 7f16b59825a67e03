using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>The least and the most that a number in a request may be.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Default">What it is where the request doesn't say.</param>
/// <param name="IsSize">Whether it counts bytes.</param>
internal sealed record Bounds(long Min, long Max, long Default, bool IsSize = false)
{
    /// <summary>Whether a number is within.</summary>
    public bool Contain(long value) => value >= Min && value <= Max;

    /// <summary>What a field with another number is told, to go on from its name.</summary>
    public string Describe(long value)
    {
        var most = IsSize ? $"{Text(Max)} ({new ByteSize(Max)})" : Text(Max);
        return $"must be from {Text(Min)} to {most}, not {Describe(value, Max)}";
    }

    // What is at the end of the type came from a number beyond it.
    private static string Describe(long value, long max) => value switch
    {
        long.MaxValue => $"more than {Text(max)}",
        long.MinValue => "a negative number",
        _ => Text(value),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The bounds of each field of <c>limits</c>.</summary>
internal sealed record LimitBounds(
    Bounds CpuTimeMs, Bounds WallTimeMs, Bounds TotalWallTimeMs, Bounds MemoryBytes, Bounds StackBytes, Bounds OutputBytes, Bounds Processes)
{
    private const int OneMillisecond = 1;
    private const int OneByte = 1;
    private const int OneProcess = 1;

    /// <summary>With less the kernel starts no program: arguments and environment lie on the stack too.</summary>
    private const long LeastStack = 64 << 10;

    /// <summary>The bounds that the settings say.</summary>
    public static LimitBounds From(LimitsOptions options)
    {
        var maxWall = Milliseconds(options.MaxWallTime);
        var maxTotalWall = Milliseconds(options.MaxTotalWallTime);
        var defaultCpu = Milliseconds(options.DefaultCpuTime);
        return new(
            new(OneMillisecond, Milliseconds(options.MaxCpuTime), defaultCpu),
            new(OneMillisecond, maxWall, Math.Min(defaultCpu * options.WallTimeFactor, maxWall)),
            new(OneMillisecond, maxTotalWall, maxTotalWall),
            new(options.MinMemoryBytes, options.MaxMemoryBytes, options.DefaultMemoryBytes, IsSize: true),
            new(Math.Min(LeastStack, options.MinMemoryBytes), options.MaxMemoryBytes, options.DefaultMemoryBytes, IsSize: true),
            new(OneByte, options.MaxOutputBytes, options.DefaultOutputBytes, IsSize: true),
            new(OneProcess, options.MaxProcesses, options.DefaultProcesses));
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
