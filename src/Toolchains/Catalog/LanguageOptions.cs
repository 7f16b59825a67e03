using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Languages;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>The compile options of a language.</summary>
public static class LanguageOptions
{
    private static readonly ConditionalWeakTable<Language, OptionFilter> _allowed = [];
    private static readonly ConditionalWeakTable<Language, OptionFilter> _dropped = [];

    /// <summary>Which options requests may name; made once and kept as long as the language is.</summary>
    public static OptionFilter Allowed(Language language) =>
        _allowed.GetValue(language, static language => new OptionFilter(language.AllowedOptions));

    /// <summary>Which of them are left out for a source that needs a compiler of its own.</summary>
    internal static OptionFilter Dropped(Language language) =>
        _dropped.GetValue(language, static language => new OptionFilter(language.ObjectDroppedOptions));
}
