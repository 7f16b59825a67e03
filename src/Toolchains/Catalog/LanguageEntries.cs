using System.Collections.Immutable;
using CodeRunner.Toolchains.CFamily;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Puts built-in entries and settings together.</summary>
internal static class LanguageEntries
{
    /// <summary>The built-in languages as the settings change them, then those that the settings add, by id. Not yet validated.</summary>
    public static ImmutableArray<Language> Of(LanguagesOptions options)
    {
        ImmutableArray<Language> builtIn = options.BuiltIn ? BuiltInLanguages.All : [];
        var changed = builtIn
            .Where(language => IsEnabled(options, language.Id))
            .Select(language => options.Entries.TryGetValue(language.Id, out var settings) ? Change(language, settings) : language);
        var added = options.Entries
            .Where(entry => entry.Value.Enabled && !builtIn.Any(language => language.Id == entry.Key))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => Change(Empty(entry.Key), entry.Value));
        ImmutableArray<Language> all = [.. changed, .. added];
        return options.OnlineJudge ? all : [.. all.Select(static language => language with { Definitions = [] })];
    }

    private static bool IsEnabled(LanguagesOptions options, string id) =>
        !options.Entries.TryGetValue(id, out var settings) || settings.Enabled;

    // What the settings leave out stays empty here, and the validation says what is missing.
    private static Language Empty(string id) => new() { Id = id, Name = "", SourceName = "", RunCommand = [], VersionCommand = [] };

    private static Language Change(Language language, LanguageSettings settings) => language with
    {
        Name = settings.Name ?? language.Name,
        Aliases = List(settings.Aliases, language.Aliases),
        SourceName = settings.SourceName ?? language.SourceName,
        SourceExtensions = List(settings.SourceExtensions, language.SourceExtensions),
        CompileCommand = List(settings.CompileCommand, language.CompileCommand),
        RunCommand = List(settings.RunCommand, language.RunCommand),
        VersionCommand = List(settings.VersionCommand, language.VersionCommand),
        StandardProbe = List(settings.StandardProbe, language.StandardProbe),
        Standards = settings.Standards is { } standards
            ? [.. standards.Select(ToStandard)]
            : language.Standards,
        DefaultStandard = settings.DefaultStandard ?? (settings.Standards is { Length: 0 } ? null : language.DefaultStandard),
        PrecompiledHeader = settings.PrecompiledHeader switch
        {
            null => settings.CompileCommand is null ? language.PrecompiledHeader : null,
            { Length: 0 } => null,
            var header => header,
        },
        Definitions = List(settings.Definitions, language.Definitions),
        LinkerOptions = List(settings.LinkerOptions ?? (settings.CompileCommand is null ? null : []), language.LinkerOptions),
        LibrariesAsNeeded = List(settings.LibrariesAsNeeded, language.LibrariesAsNeeded),
        AllowedOptions = List(settings.AllowedOptions, language.AllowedOptions),
    };

    private static LanguageStandard ToStandard(StandardSettings standard) => new(standard.Id ?? "", standard.Value ?? "", standard.Strict)
    {
        Names = List(standard.Names, []),
        StrictNames = List(standard.StrictNames, []),
    };

    private static ImmutableArray<string> List(string[]? settings, ImmutableArray<string> otherwise) =>
        settings is null ? otherwise : [.. settings];
}
