namespace CodeRunner.EndToEnd.Tests.Http;

/// <summary>The body of GET /status.</summary>
internal sealed record JobStatus
{
    public bool Success { get; init; }

    public required Guid JobId { get; init; }

    public required string State { get; init; }

    public string? Output { get; init; }

    public string? Verdict { get; init; }

    public string? Message { get; init; }

    public string? Stdout { get; init; }

    public string? Stderr { get; init; }

    public string? CompileOutput { get; init; }

    public bool StdoutTruncated { get; init; }

    public bool StderrTruncated { get; init; }

    public bool CompileOutputTruncated { get; init; }

    public int? ExitCode { get; init; }

    public string? Signal { get; init; }

    public double? CpuTimeMs { get; init; }

    public double? WallTimeMs { get; init; }

    public long? MemoryBytes { get; init; }

    public StageUsage? Compile { get; init; }

    public IReadOnlyList<TestStatus>? Tests { get; init; }

    public int? QueuePosition { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public bool IsFinished => State is "completed" or "failed" or "cancelled";
}

internal sealed record StageUsage(double CpuTimeMs, double WallTimeMs, long MemoryBytes);

internal sealed record TestStatus
{
    public required string Name { get; init; }

    public required string Verdict { get; init; }

    public string? Message { get; init; }

    public string? Stdout { get; init; }

    public string? Stderr { get; init; }

    public bool StdoutTruncated { get; init; }

    public bool StderrTruncated { get; init; }

    public int? ExitCode { get; init; }

    public string? Signal { get; init; }

    public double CpuTimeMs { get; init; }

    public double WallTimeMs { get; init; }

    public long MemoryBytes { get; init; }
}
