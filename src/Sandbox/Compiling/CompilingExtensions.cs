using CodeRunner.Sandbox.Compiling.Artifacts;
using CodeRunner.Sandbox.Compiling.Preambles;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Sandbox.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Compiling;

/// <summary>Registers what compiles, and what makes that faster.</summary>
internal static class CompilingExtensions
{
    /// <summary>Adds the compiler with its precompiled preambles and its cache. A sandbox must be registered too.</summary>
    public static IServiceCollection AddCodeRunnerCompiling(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<SandboxInstruments>();
        services.TryAddSingleton<PreambleStore>();
        services.TryAddSingleton(static provider => new PreambleQueue(
            PreambleQueueBounds.From(provider.GetRequiredService<IOptions<PreambleOptions>>().Value), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<PreambleCatalog>();
        services.TryAddSingleton<PreambleBuilder>();
        services.TryAddSingleton<Compiler>();
        services.AddOptions<CompileCacheOptions>().BindConfiguration(CompileCacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ArtifactStore>();
        services.TryAddSingleton<CachedCompiler>();
        services.AddHostedService<PreambleService>();
        return services;
    }
}
