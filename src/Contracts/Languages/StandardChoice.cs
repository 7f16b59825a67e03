using System.Collections.Immutable;

namespace CodeRunner.Contracts.Languages;

/// <summary>Which dialect a request means that may say it in its field and among its compile options.</summary>
/// <param name="Dialect">The dialect; null when the request names none, or when there is a problem.</param>
/// <param name="Options">The compile options without those that named it.</param>
/// <param name="Problem">What is wrong, to go on from the name of the field; null when nothing is.</param>
/// <param name="Option">The index of the compile option that the problem is with; null when it is the field itself.</param>
public sealed record StandardChoice(StandardDescription? Dialect, ImmutableArray<string> Options, string? Problem = null, int? Option = null)
{
    /// <summary>The dialect by one of its names, in any case; null when there is none.</summary>
    public static StandardDescription? Find(ImmutableArray<StandardDescription> dialects, string name) =>
        dialects.FirstOrDefault(dialect => dialect.Names.Contains(name, StringComparer.OrdinalIgnoreCase));

    /// <summary>What <paramref name="option"/> names as the standard, where <paramref name="prefix"/> begins such options; null when it doesn't.</summary>
    public static string? NameIn(string option, string? prefix)
    {
        if (string.IsNullOrEmpty(prefix))
            return null;
        if (option.StartsWith(prefix, StringComparison.Ordinal))
            return option[prefix.Length..];
        // GNU's drivers take every long option with two dashes too.
        return option.StartsWith('-') && option.AsSpan(1).StartsWith(prefix, StringComparison.Ordinal) ? option[(prefix.Length + 1)..] : null;
    }

    /// <summary>
    /// Makes one. A name that begins with a digit says only the standard, and another name for the same one (<c>17</c> and <c>-std=c++17</c>) says which dialect of it;
    /// anything else that differs is a problem.
    /// </summary>
    /// <param name="dialects">The dialects that there are.</param>
    /// <param name="prefix">What begins a compile option that names the standard, for example <c>-std=</c>; null when none does.</param>
    /// <param name="standard">What the request's field names; null when it names none.</param>
    /// <param name="options">The request's compile options.</param>
    public static StandardChoice Of(
        ImmutableArray<StandardDescription> dialects, string? prefix, string? standard, IReadOnlyList<string> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var others = ImmutableArray.CreateBuilder<string>(options.Count);
        (StandardDescription Dialect, string Name)? chosen = null;
        if (standard is not null)
        {
            if (Find(dialects, standard) is not { } named)
                return new(null, [], $"must be one of {List(dialects)}");
            chosen = (named, standard);
        }

        var isFirst = true;
        for (var index = 0; index < options.Count; index++)
        {
            if (NameIn(options[index], prefix) is not { } name)
            {
                others.Add(options[index]);
                continue;
            }

            if (Find(dialects, name) is not { } named)
                return new(null, [], $"must name one of {List(dialects)}", index);
            if (chosen is { } before && !Agree(before, (named, name)))
                return new(null, [], $"asks for {named.Value}, but {(isFirst ? "the field standard" : "an option before it")} for {Describe(before)}: leave one of them out", index);
            isFirst = false;
            if (chosen is null || !IsBare(name))
                chosen = (named, name);
        }

        return new(chosen?.Dialect, others.DrainToImmutable());
    }

    private static bool Agree((StandardDescription Dialect, string Name) one, (StandardDescription Dialect, string Name) other) =>
        one.Dialect.Id == other.Dialect.Id || (one.Dialect.Standard == other.Dialect.Standard && (IsBare(one.Name) || IsBare(other.Name)));

    private static string Describe((StandardDescription Dialect, string Name) choice) =>
        string.Equals(choice.Name, choice.Dialect.Value, StringComparison.OrdinalIgnoreCase) ? choice.Name : $"{choice.Name} ({choice.Dialect.Value})";

    private static bool IsBare(string name) => char.IsAsciiDigit(name[0]);

    private static string List(ImmutableArray<StandardDescription> dialects) => string.Join(", ", dialects.Select(static dialect => dialect.Id));
}
