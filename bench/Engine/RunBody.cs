using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.Bench.Engine;

/// <summary>The body of <c>POST /run</c>, as far as it is needed here.</summary>
internal sealed record RunBody(string Code)
{
    public string Language { get; } = "cpp";

    public string? Standard { get; init; }

    public string? Stdin { get; init; }

    public IReadOnlyList<TestBody>? Tests { get; init; }

    public LimitsBody? Limits { get; init; }
}

internal sealed record TestBody(string Name, string Stdin, string ExpectedOutput);

internal sealed record LimitsBody(long WallTimeMs);

/// <summary>The answer to <c>POST /run</c> without a result.</summary>
internal sealed record Accepted(Guid JobId);

/// <summary>The answer to <c>GET /status</c>, as far as it is needed here.</summary>
internal sealed record JobStatus
{
    public required Guid JobId { get; init; }

    public required string State { get; init; }

    public string? Verdict { get; init; }

    public string? Message { get; init; }

    public string Output { get; init; } = "";

    public double? WallTimeMs { get; init; }

    public CompileFigures? Compile { get; init; }

    public JobProgress? Progress { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    [JsonIgnore]
    public bool IsFinished => State is "completed" or "failed" or "cancelled";
}

internal sealed record CompileFigures(double WallTimeMs);

internal sealed record JobProgress(string Phase);

/// <summary>How the engine's JSON is written and read.</summary>
internal static class EngineJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
