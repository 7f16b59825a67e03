using System.Text.Json.Serialization;

namespace CodeRunner.Gateway.Api.CodeRunner.Errors;

/// <summary>Why a request was refused: a problem body of RFC 9457 with a few members more.</summary>
public sealed record ProblemResponse
{
    /// <summary>Always <c>about:blank</c>: the status says what kind of problem it is.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The same sentence as <c>error</c>.</summary>
    public required string Detail { get; init; }

    /// <summary>Always false.</summary>
    public bool Success { get; init; }

    /// <summary>One sentence: what is wrong, with which field, and its bounds.</summary>
    public required string Error { get; init; }

    /// <summary>For a request with wrong fields: the messages by field, for example <c>files[1].name</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
