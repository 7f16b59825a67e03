using CodeRunner.Contracts.Languages;

namespace CodeRunner.Gateway.Languages;

/// <summary>A dialect of a standard, as requests see it.</summary>
/// <param name="Name">Its first name, one of the language's <c>standards</c>.</param>
/// <param name="Standard">The standard that it is a dialect of.</param>
/// <param name="CompilerName">What the compiler is told.</param>
/// <param name="Names">All names that requests may use for it, in any case.</param>
public sealed record DialectInfo(string Name, string Standard, string CompilerName, IReadOnlyList<string> Names)
{
    /// <summary>One as the silos say it.</summary>
    internal static DialectInfo Of(StandardDescription dialect) => new(dialect.Id, dialect.Standard, dialect.Value, [.. dialect.Names]);

    /// <summary>It as the silos say it.</summary>
    internal StandardDescription ToContract() => new(Name, Standard, CompilerName, [.. Names]);
}
