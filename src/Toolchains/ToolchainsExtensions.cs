using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Cache;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains;

/// <summary>Registers languages, their compilers, and what makes those faster.</summary>
public static class ToolchainsExtensions
{
    /// <summary>
    /// Adds <see cref="ICompiler"/> with its caches, and <see cref="LanguageCatalog"/> (also as <see cref="ILanguageCatalog"/>), which the start of
    /// the sandboxes fills. Sandboxes must be registered too.
    /// </summary>
    public static IServiceCollection AddCodeRunnerToolchains(this IServiceCollection services)
    {
        AddOptions<LanguagesOptions>(services, LanguagesOptions.Section);
        AddOptions<CompileOptions>(services, CompileOptions.Section);
        AddOptions<CompileCacheOptions>(services, CompileCacheOptions.Section);
        AddOptions<PreambleOptions>(services, PreambleOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguagesOptions>, LanguagesOptionsValidator>());

        services.AddMetrics();
        services.TryAddSingleton<ToolchainInstruments>();
        services.TryAddSingleton<LanguageProbe>();
        services.TryAddSingleton<LanguageCatalog>();
        services.TryAddSingleton<ILanguageCatalog>(static provider => provider.GetRequiredService<LanguageCatalog>());
        services.AddSingleton<IStartupStep, CatalogStep>();
        services.TryAddSingleton<Compiler>();
        services.TryAddSingleton<ArtifactStore>();
        services.TryAddSingleton<ICompiler, CachedCompiler>();
        return services.AddPreambles();
    }

    private static IServiceCollection AddPreambles(this IServiceCollection services)
    {
        services.TryAddSingleton<PreambleFolder>();
        services.TryAddSingleton<ISharedFolder>(static provider => provider.GetRequiredService<PreambleFolder>());
        services.TryAddSingleton<PreambleStore>();
        services.TryAddSingleton(static provider => new PreambleQueue(
            PreambleQueueBounds.From(provider.GetRequiredService<IOptions<PreambleOptions>>().Value), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<PreambleCatalog>();
        services.TryAddSingleton<PreambleBuilder>();
        services.AddHostedService<PreambleService>();
        return services;
    }

    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
