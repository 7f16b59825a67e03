namespace CodeRunner.Client;

/// <summary>A language that programs can be written in.</summary>
public sealed record Language
{
    /// <summary>What requests name it by, for example <c>cpp</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it, for example <c>C++</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that requests may use.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What its compiler says its version is.</summary>
    public string Version { get; init; } = "";

    /// <summary>The standards that requests may name.</summary>
    public IReadOnlyList<string> Standards { get; init; } = [];

    /// <summary>The standard of a request that names none; null for a language without standards.</summary>
    public string? DefaultStandard { get; init; }

    /// <summary>What each standard means, and its other names; null for a language without.</summary>
    public IReadOnlyList<Dialect>? Dialects { get; init; }

    /// <summary>What begins a compile option that names the standard, for example <c>-std=</c>.</summary>
    public string? StandardOption { get; init; }

    /// <summary>Regular expressions; each allows the compile options that it matches as a whole.</summary>
    public IReadOnlyList<string> CompileOptions { get; init; } = [];

    /// <summary>File name of the main source, for example <c>main.cpp</c>.</summary>
    public string SourceName { get; init; } = "";
}

/// <summary>A dialect of a standard.</summary>
/// <param name="Name">Its first name, one of the language's standards.</param>
/// <param name="Standard">The standard that it is a dialect of.</param>
/// <param name="CompilerName">What the compiler is told.</param>
/// <param name="Names">All names that requests may use for it.</param>
public sealed record Dialect(string Name, string Standard, string CompilerName, IReadOnlyList<string> Names);
