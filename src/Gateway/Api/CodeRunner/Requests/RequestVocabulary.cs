using System.Collections.Frozen;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>The words that requests choose from.</summary>
internal static class RequestVocabulary
{
    /// <summary>The checker that has tolerances.</summary>
    public const string FloatChecker = "float";

    /// <summary>What <c>checker</c> may be.</summary>
    public static FrozenDictionary<string, CheckerKind> Checkers { get; } = new Dictionary<string, CheckerKind>
    {
        ["exact"] = CheckerKind.Exact,
        ["lines"] = CheckerKind.Lines,
        ["tokens"] = CheckerKind.Tokens,
        [FloatChecker] = CheckerKind.Float,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What <c>priority</c> may be.</summary>
    public static FrozenDictionary<string, Lane> Priorities { get; } = new Dictionary<string, Lane>
    {
        ["interactive"] = Lane.Interactive,
        ["batch"] = Lane.Batch,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What <c>isolation</c> may be.</summary>
    public static FrozenDictionary<string, Isolation> Isolations { get; } = new Dictionary<string, Isolation>
    {
        ["submission"] = Isolation.Submission,
        ["test"] = Isolation.Test,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The words as a list for a sentence.</summary>
    public static string List(IEnumerable<string> words) => string.Join(", ", words);
}
