namespace CodeRunner.EndToEnd.Tests.Http;

/// <summary>The body of POST /run; what is null is left out.</summary>
internal sealed record RunRequest
{
    public string Language { get; init; } = "cpp";

    public required string Code { get; init; }

    public string? Stdin { get; init; }

    public IReadOnlyList<string>? Args { get; init; }

    public IReadOnlyList<RunFile>? Files { get; init; }

    public string? Standard { get; init; }

    public IReadOnlyList<string>? CompileOptions { get; init; }

    public IReadOnlyList<RunTest>? Tests { get; init; }

    /// <summary>A string or an object.</summary>
    public object? Checker { get; init; }

    public bool? StopOnFirstFailure { get; init; }

    public RunLimits? Limits { get; init; }

    public string? Priority { get; init; }

    public string? Isolation { get; init; }
}

internal sealed record RunFile(string Name, string Content);

internal sealed record RunTest(string Name, string Stdin, string? ExpectedOutput = null);

internal sealed record RunLimits
{
    public int? CpuTimeMs { get; init; }

    public int? WallTimeMs { get; init; }

    public int? TotalWallTimeMs { get; init; }

    public long? MemoryBytes { get; init; }

    public long? StackBytes { get; init; }

    public long? OutputBytes { get; init; }

    public int? Processes { get; init; }
}
