namespace CodeRunner.Client;

/// <summary>What came of one test.</summary>
public sealed record TestStatus
{
    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>What came of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence on the verdict, where there is something to say.</summary>
    public string? Message { get; init; }

    /// <summary>What it wrote to stdout, up to the limit.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>What it wrote to stderr, up to the limit.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>Whether <see cref="Stdout"/> was cut.</summary>
    public bool StdoutTruncated { get; init; }

    /// <summary>Whether <see cref="Stderr"/> was cut.</summary>
    public bool StderrTruncated { get; init; }

    /// <summary>Its exit status; null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it; null when it exited.</summary>
    public string? Signal { get; init; }

    /// <summary>User and system time, in milliseconds.</summary>
    public double CpuTimeMs { get; init; }

    /// <summary>Time from start to end, in milliseconds.</summary>
    public double WallTimeMs { get; init; }

    /// <summary>Peak memory, in bytes.</summary>
    public long MemoryBytes { get; init; }
}
