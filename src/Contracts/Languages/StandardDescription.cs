using System.Collections.Immutable;

namespace CodeRunner.Contracts.Languages;

/// <summary>A dialect of a language that requests may ask for.</summary>
/// <param name="Id">Its first name, for example <c>20</c> or <c>c++20</c>.</param>
/// <param name="Standard">The standard that it is a dialect of, for example <c>20</c> for both.</param>
/// <param name="Value">What the compiler is told, for example <c>gnu++20</c>.</param>
/// <param name="Names">All names that requests may use for it, its id among them. Their case doesn't matter.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.StandardDescription")]
public sealed record StandardDescription(
    [property: Id(0)] string Id,
    [property: Id(1)] string Standard,
    [property: Id(2)] string Value,
    [property: Id(3)] ImmutableArray<string> Names);
