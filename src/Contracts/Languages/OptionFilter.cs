using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CodeRunner.Contracts.Languages;

/// <summary>
/// Says which compile options a language allows. Its patterns are regular expressions that match in linear time, whatever the option. Each of them takes
/// milliseconds and up to a megabyte to make, so it is made when an option first begins as the pattern does.
/// </summary>
public sealed class OptionFilter
{
    /// <summary>The most characters that an option may have, whatever the patterns say.</summary>
    public const int MaximumLength = 256;

    // What a language's description and the language itself say is the same, and most languages share theirs.
    private static readonly ConcurrentDictionary<string, Regex> _compiled = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, bool> _checked = new(StringComparer.Ordinal);

    private readonly ImmutableArray<(string Beginning, string Pattern)> _patterns;

    /// <summary>Makes one of patterns that were checked.</summary>
    /// <param name="patterns">Regular expressions; an option is allowed when one of them matches it as a whole.</param>
    public OptionFilter(ImmutableArray<string> patterns) => _patterns = [.. patterns.Select(static pattern => (BeginningOf(pattern), pattern))];

    /// <summary>
    /// Whether one of the patterns matches the whole of <paramref name="option"/>. What doesn't begin with <c>-</c> (a file, an
    /// <c>@file</c>) or holds a control character is never allowed.
    /// </summary>
    /// <exception cref="ArgumentException">A pattern is not a regular expression, or needs backtracking.</exception>
    public bool Allows(string option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Length is > 1 and <= MaximumLength
            && option[0] == '-'
            && !option.Any(char.IsControl)
            && _patterns.Any(candidate => option.StartsWith(candidate.Beginning, StringComparison.Ordinal)
                && _compiled.GetOrAdd(candidate.Pattern, Compile).IsMatch(option));
    }

    /// <summary>Checks that a pattern can be used.</summary>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    public static void Check(string pattern) => _checked.GetOrAdd(pattern, static pattern => Compile(pattern) is not null);

    private static Regex Compile(string pattern)
    {
        // By itself first: "a)|(?:b" would be well-formed only inside the group.
        _ = new Regex(pattern, RegexOptions.CultureInvariant);
        return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <summary>What each text that a pattern matches begins with, as far as that is easily said.</summary>
    private static string BeginningOf(string pattern)
    {
        var length = 0;
        while (length < pattern.Length && (char.IsAsciiLetterOrDigit(pattern[length]) || pattern[length] is '-' or '='))
        {
            length++;
        }

        if (HasAlternatives(pattern))
        {
            return "";
        }

        // The last may be one that need not be there.
        var isCounted = length < pattern.Length && pattern[length] is '?' or '*' or '{';
        return pattern[..(isCounted ? Math.Max(0, length - 1) : length)];
    }

    /// <summary>Whether a pattern consists of alternatives, outside of groups.</summary>
    private static bool HasAlternatives(string pattern)
    {
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = EndOfSet(pattern, i);
                    break;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '|' when depth == 0:
                    return true;
            }
        }

        return false;
    }

    private static int EndOfSet(string pattern, int start)
    {
        var i = start + (start + 1 < pattern.Length && pattern[start + 1] == '^' ? 2 : 1);
        if (i < pattern.Length && pattern[i] == ']')
        {
            // In the first place it is a character like any other.
            i++;
        }

        while (i < pattern.Length && pattern[i] != ']')
        {
            i += pattern[i] == '\\' ? 2 : 1;
        }

        return i;
    }
}
