namespace CodeRunner.Client;

/// <summary>What each run may use; threads and children count. What is null is left to the server's defaults.</summary>
public sealed record RunLimits
{
    /// <summary>User and system time, in milliseconds.</summary>
    public long? CpuTimeMs { get; init; }

    /// <summary>Time from start to end, in milliseconds.</summary>
    public long? WallTimeMs { get; init; }

    /// <summary>Wall time of all tests together, in milliseconds.</summary>
    public long? TotalWallTimeMs { get; init; }

    /// <summary>Peak memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Stack of the first thread, and of each further one that asks for no size of its own, in bytes.</summary>
    public long? StackBytes { get; init; }

    /// <summary>What may be written to stdout, in bytes; of stderr as much is kept.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>Processes and threads alive at the same time.</summary>
    public long? Processes { get; init; }
}
