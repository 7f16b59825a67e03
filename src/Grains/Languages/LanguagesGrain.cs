using System.Collections.Immutable;
using CodeRunner.Contracts.Languages;
using CodeRunner.Toolchains.Catalog;
using Orleans.Concurrency;

namespace CodeRunner.Grains.Languages;

/// <summary>Says what the catalog of its silo holds.</summary>
[StatelessWorker(1)]
[GrainType("languages")]
internal sealed class LanguagesGrain(ILanguageCatalog catalog) : Grain, ILanguagesGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<LanguageDescription>> GetAsync() => Task.FromResult<ImmutableArray<LanguageDescription>>([.. catalog.Languages.Select(Describe)]);

    private static LanguageDescription Describe(InstalledLanguage installed) => new(
        installed.Language.Id,
        installed.Language.Name,
        installed.Language.Aliases,
        installed.Version,
        [.. LanguageDialects.Of(installed.Language).Select(static dialect => dialect.Id)],
        installed.Language.DefaultStandard,
        installed.Language.AllowedOptions,
        installed.Language.SourceName)
    {
        Dialects = LanguageDialects.Of(installed.Language),
        StandardOption = LanguageDialects.OptionOf(installed.Language),
    };
}
