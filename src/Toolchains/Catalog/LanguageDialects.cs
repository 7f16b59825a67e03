using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Languages;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>The dialects of a <see cref="Language"/> by every name that requests may use.</summary>
public static class LanguageDialects
{
    // A request is looked at with them several times, and a catalog's languages live as long as the server.
    private static readonly ConditionalWeakTable<Language, Known> _known = [];

    /// <summary>All of them: the standards in their order, then their strict dialects.</summary>
    public static ImmutableArray<StandardDescription> Of(Language language) => _known.GetValue(language, Known.Of).Dialects;

    /// <summary>What begins a compile option that names the standard, for example <c>-std=</c>; null when the compile command has none.</summary>
    public static string? OptionOf(Language language) => _known.GetValue(language, Known.Of).Option;

    /// <summary>What the compiler is told for a standard by one of its names, or by default; empty where there is none.</summary>
    public static string ValueOf(Language language, string? standard)
    {
        ArgumentNullException.ThrowIfNull(language);
        return (standard ?? language.DefaultStandard) is { } name ? StandardChoice.Find(Of(language), name)?.Value ?? "" : "";
    }

    private sealed record Known(ImmutableArray<StandardDescription> Dialects, string? Option)
    {
        public static Known Of(Language language) => new([.. Usual(language), .. Strict(language)], Prefix(language));

        private static IEnumerable<StandardDescription> Usual(Language language) => language.Standards.Select(static standard =>
            new StandardDescription(standard.Id, standard.Id, standard.Value, Distinct([standard.Id, standard.Value, .. standard.Names])));

        private static IEnumerable<StandardDescription> Strict(Language language) => language.Standards
            .Where(static standard => standard.Strict is not null && standard.Strict != standard.Value)
            .Select(static standard => new StandardDescription(standard.Strict!, standard.Id, standard.Strict!, Distinct([standard.Strict!, .. standard.StrictNames])));

        private static ImmutableArray<string> Distinct(IEnumerable<string> names) => [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];

        private static string? Prefix(Language language)
        {
            var argument = language.CompileCommand.FirstOrDefault(static argument =>
                argument.StartsWith('-') && argument.EndsWith(CommandTemplate.Standard, StringComparison.Ordinal));
            return argument?[..^CommandTemplate.Standard.Length] is { Length: > 1 } prefix ? prefix : null;
        }
    }
}
