using System.Collections.Immutable;
using CodeRunner.Sandbox.Languages;

namespace CodeRunner.Gateway.Languages;

/// <summary>The languages of the silo in this process: the only place where the gateway knows the sandbox.</summary>
internal sealed class CatalogLanguageDirectory(ILanguageCatalog catalog) : ILanguageDirectory
{
    public ImmutableArray<LanguageInfo> Languages { get; } = [.. catalog.Languages.Select(ToInfo)];

    public LanguageInfo? Find(string nameOrAlias)
    {
        var id = catalog.Find(nameOrAlias)?.Language.Id;
        return id is null ? null : Languages.FirstOrDefault(language => language.Id == id);
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
}
