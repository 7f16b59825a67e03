using CodeRunner.Sandbox.Compiling;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Sandbox.Judging;
using CodeRunner.Sandbox.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Running;

/// <summary>Registers what compiles, runs and judges submissions.</summary>
public static class RunningExtensions
{
    /// <summary>
    /// Adds <see cref="ISubmissionRunner"/>, <see cref="LanguageCatalog"/> (also as <see cref="ILanguageCatalog"/>; its
    /// <see cref="LanguageCatalog.InitializeAsync"/> is the host's to call) and their options. An <see cref="ISandboxPool"/> must be
    /// registered too.
    /// </summary>
    public static IServiceCollection AddCodeRunnerRunning(this IServiceCollection services)
    {
        AddOptions<LanguagesOptions>(services, LanguagesOptions.Section);
        AddOptions<CompileOptions>(services, CompileOptions.Section);
        AddOptions<RunOptions>(services, RunOptions.Section);
        AddOptions<JudgingOptions>(services, JudgingOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LanguagesOptions>, LanguagesOptionsValidator>());

        services.AddMetrics();
        services.TryAddSingleton<SandboxInstruments>();
        services.TryAddSingleton<LanguageProbe>();
        services.TryAddSingleton<LanguageCatalog>();
        services.TryAddSingleton<ILanguageCatalog>(static provider => provider.GetRequiredService<LanguageCatalog>());
        services.AddCodeRunnerCompiling();
        services.TryAddSingleton<ISubmissionRunner, SubmissionRunner>();
        return services;
    }

    private static void AddOptions<T>(IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
