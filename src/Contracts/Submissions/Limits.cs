namespace CodeRunner.Contracts.Submissions;

/// <summary>What one run of the program (one test) may use. Threads and children count.</summary>
/// <param name="CpuTime">User and system time of all its processes.</param>
/// <param name="WallTime">Time from its start to its end.</param>
/// <param name="Memory">Peak memory of all its processes together, files on its tmpfs mounts included.</param>
/// <param name="Output">Bytes it may write to stdout, and as many to stderr.</param>
/// <param name="Processes">Processes and threads alive at the same time.</param>
/// <param name="TotalWallTime">The wall time of all tests together; null in requests that were stored before there was one: no bound.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Limits")]
public sealed record Limits(
    [property: Id(0)] TimeSpan CpuTime,
    [property: Id(1)] TimeSpan WallTime,
    [property: Id(2)] ByteSize Memory,
    [property: Id(3)] ByteSize Output,
    [property: Id(4)] int Processes,
    [property: Id(5)] TimeSpan? TotalWallTime = null);
