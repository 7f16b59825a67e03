using System.Collections.Immutable;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Grains.Cluster;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Silo;

/// <summary>The sandbox of this process, and the languages that work in it.</summary>
internal sealed class SandboxSiloDescription(ISandboxStarter sandbox, ILanguageCatalog languages) : ISiloDescription
{
    public string Sandbox => sandbox.Description;

    public ImmutableArray<SiloLanguage> Languages =>
        [.. languages.Languages.Select(static installed => new SiloLanguage(installed.Language.Id, installed.Language.Name, installed.Version))];
}
