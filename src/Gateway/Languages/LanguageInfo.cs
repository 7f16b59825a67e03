using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CodeRunner.Contracts.Languages;

namespace CodeRunner.Gateway.Languages;

/// <summary>A language as requests see it.</summary>
public sealed class LanguageInfo
{
    private readonly Lazy<OptionFilter> _options;
    private readonly Lazy<ImmutableArray<StandardDescription>> _descriptions;

    /// <summary>Makes one; the members say the rest.</summary>
    public LanguageInfo()
    {
        _options = new(() => new OptionFilter(CompileOptions));
        _descriptions = new(() => Dialects is null
            ? [.. Standards.Select(static standard => new StandardDescription(standard, standard, standard, [standard]))]
            : [.. Dialects.Select(static dialect => dialect.ToContract())]);
    }

    /// <summary>What requests name it by, for example <c>cpp</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it, for example <c>C++</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that requests may use.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What its compiler says its version is.</summary>
    public required string Version { get; init; }

    /// <summary>The standards that requests may name: the first name of each of the <see cref="Dialects"/>, or all names where these are left out.</summary>
    public ImmutableArray<string> Standards { get; init; } = [];

    /// <summary>The standard of a request that names none; null for a language without standards.</summary>
    public string? DefaultStandard { get; init; }

    /// <summary>What each standard means, and its other names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DialectInfo>? Dialects { get; init; }

    /// <summary>What begins a compile option that names the standard, for example <c>-std=</c>, and means the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StandardOption { get; init; }

    /// <summary>Regular expressions; each allows the compile options that it matches as a whole.</summary>
    public ImmutableArray<string> CompileOptions { get; init; } = [];

    /// <summary>File name of the main source, for example <c>main.cpp</c>.</summary>
    public required string SourceName { get; init; }

    /// <summary>Whether a request may call it by <paramref name="name"/>: its id or an alias, in any case.</summary>
    public bool IsNamed(string name) =>
        string.Equals(Id, name, StringComparison.OrdinalIgnoreCase) || Aliases.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The dialect that a request means by its field and its compile options.</summary>
    public StandardChoice ChooseStandard(string? standard, IReadOnlyList<string> options) =>
        StandardChoice.Of(_descriptions.Value, StandardOption, standard, options);

    /// <summary>Whether a request may hand <paramref name="option"/> to the compiler. Only what begins with <c>-</c> can be allowed.</summary>
    public bool Allows(string option) => _options.Value.Allows(option);
}
