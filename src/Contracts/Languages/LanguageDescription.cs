using System.Collections.Immutable;

namespace CodeRunner.Contracts.Languages;

/// <summary>A language that submissions may be written in.</summary>
/// <param name="Id">What requests name it by, for example <c>cpp</c>.</param>
/// <param name="Name">What people call it, for example <c>C++</c>.</param>
/// <param name="Aliases">Other names that requests may use.</param>
/// <param name="Version">What its compiler says its version is.</param>
/// <param name="Standards">The standards that requests may name: the first name of each dialect.</param>
/// <param name="DefaultStandard">The standard of a request that names none; null for a language without standards.</param>
/// <param name="CompileOptions">Regular expressions; each allows the compile options that it matches as a whole.</param>
/// <param name="SourceName">File name of the main source, for example <c>main.cpp</c>.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.LanguageDescription")]
public sealed record LanguageDescription(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<string> Aliases,
    [property: Id(3)] string Version,
    [property: Id(4)] ImmutableArray<string> Standards,
    [property: Id(5)] string? DefaultStandard,
    [property: Id(6)] ImmutableArray<string> CompileOptions,
    [property: Id(7)] string SourceName)
{
    /// <summary>The dialects of the standards with all their names. Default, or empty: each standard is one by itself, as from a silo of an older version.</summary>
    [Id(8)]
    public ImmutableArray<StandardDescription> Dialects { get; init; } = [];

    /// <summary>What begins a compile option that names the standard, for example <c>-std=</c>; null when none does.</summary>
    [Id(9)]
    public string? StandardOption { get; init; }
}
