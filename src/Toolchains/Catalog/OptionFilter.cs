using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Says which compile options a language allows.</summary>
public sealed class OptionFilter
{
    /// <summary>The most characters that an option may have, whatever the patterns say.</summary>
    public const int MaximumLength = 256;

    // Making one takes a millisecond, and the built-in languages share theirs. Only the settings add to it.
    private static readonly ConcurrentDictionary<string, Regex> _compiled = new(StringComparer.Ordinal);
    private static readonly ConditionalWeakTable<Language, OptionFilter> _filters = [];

    private readonly ImmutableArray<Regex> _patterns;

    /// <summary>Makes one of <see cref="Language.AllowedOptions"/>.</summary>
    /// <exception cref="ArgumentException">A pattern is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">A pattern needs backtracking.</exception>
    public OptionFilter(ImmutableArray<string> patterns) => _patterns = [.. patterns.Select(Compile)];

    /// <summary>The filter of a language that was validated; made once and kept as long as the language is.</summary>
    public static OptionFilter For(Language language) =>
        _filters.GetValue(language, static language => new OptionFilter(language.AllowedOptions));

    /// <summary>
    /// Whether one of the patterns matches the whole of <paramref name="option"/>. What doesn't begin with <c>-</c> (a file, an
    /// <c>@file</c>) or holds a control character is never allowed.
    /// </summary>
    public bool Allows(string option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Length is > 1 and <= MaximumLength
            && option[0] == '-'
            && !option.Any(char.IsControl)
            && _patterns.Any(pattern => pattern.IsMatch(option));
    }

    /// <summary>Makes a regular expression that matches as a whole and in linear time.</summary>
    internal static Regex Compile(string pattern) => _compiled.GetOrAdd(pattern, static pattern =>
    {
        // By itself first: "a)|(?:b" would be well-formed only inside the group.
        _ = new Regex(pattern, RegexOptions.CultureInvariant);
        return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    });
}
