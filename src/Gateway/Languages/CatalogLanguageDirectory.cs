using System.Collections.Immutable;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Gateway.Languages;

/// <summary>The languages of the silo in this process: the only place where the gateway knows the sandbox.</summary>
internal sealed class CatalogLanguageDirectory(ILanguageCatalog catalog) : ILanguageDirectory
{
    private Snapshot _last = new([], []);

    public ImmutableArray<LanguageInfo> Languages => Read().Languages;

    public LanguageInfo? Find(string nameOrAlias) =>
        Read().Languages.FirstOrDefault(language => language.Id == nameOrAlias || language.Aliases.Contains(nameOrAlias, StringComparer.Ordinal));

    // The catalog is filled while the server starts, after this was made; from then on it stays the same.
    private Snapshot Read()
    {
        var source = catalog.Languages;
        var last = Volatile.Read(ref _last);
        if (last.Source == source)
            return last;
        var read = new Snapshot(source, [.. source.Select(ToInfo)]);
        Volatile.Write(ref _last, read);
        return read;
    }

    // Several spellings of one standard may be tried on the compiler; requests see it once.
    private static LanguageInfo ToInfo(InstalledLanguage installed) => new()
    {
        Id = installed.Language.Id,
        Name = installed.Language.Name,
        Aliases = installed.Language.Aliases,
        Version = installed.Version,
        Standards = [.. installed.Language.Standards.Select(static standard => standard.Id).Distinct()],
        DefaultStandard = installed.Language.DefaultStandard,
        CompileOptions = installed.Language.AllowedOptions,
        SourceName = installed.Language.SourceName,
    };

    private sealed record Snapshot(ImmutableArray<InstalledLanguage> Source, ImmutableArray<LanguageInfo> Languages);
}
