using System.Collections.Immutable;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Readiness;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Finds out which languages work once there are sandboxes. Some that don't are no problem; that none does is an exception.</summary>
internal sealed class CatalogStep(LanguageCatalog catalog, ISandboxPool pool) : IStartupStep
{
    public async Task<ImmutableArray<string>> RunAsync(CancellationToken cancellationToken)
    {
        await catalog.InitializeAsync(pool, cancellationToken);
        return [];
    }
}
