namespace CodeRunner.Client;

/// <summary>The answer to <c>POST /run</c> without a result.</summary>
internal sealed record Acknowledgement(Guid JobId);

/// <summary>The answer to <c>POST /cancel</c>.</summary>
internal sealed record CancelAnswer(Guid JobId);

/// <summary>Why a request was refused: what this client reads of a problem body.</summary>
internal sealed record Problem(string? Error, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
