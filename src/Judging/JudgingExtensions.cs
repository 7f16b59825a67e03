using CodeRunner.Judging.Runs;
using CodeRunner.Judging.SelfTest;
using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeRunner.Judging;

/// <summary>Registers what runs and judges submissions.</summary>
public static class JudgingExtensions
{
    /// <summary>Adds <see cref="ISubmissionRunner"/> and the sandboxes' self-test. Sandboxes and toolchains must be registered too.</summary>
    public static IServiceCollection AddCodeRunnerJudging(this IServiceCollection services)
    {
        services.AddOptions<RunOptions>().BindConfiguration(RunOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<JudgingOptions>().BindConfiguration(JudgingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddMetrics();
        services.TryAddSingleton<JudgingInstruments>();
        services.TryAddSingleton<ISubmissionRunner, SubmissionRunner>();
        services.AddSingleton<IStartupStep, SandboxSelfTest>();
        return services;
    }
}
