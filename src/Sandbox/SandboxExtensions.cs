using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.Native;
using CodeRunner.Sandbox.Pool;
using CodeRunner.Sandbox.Readiness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeRunner.Sandbox;

/// <summary>Registers sandboxes.</summary>
public static class SandboxExtensions
{
    /// <summary>The tag of health checks that a process must pass to take work.</summary>
    private const string ReadyTag = "ready";

    /// <summary>Adds the sandbox pool, the kind of sandbox that the settings name, and its start.</summary>
    public static IServiceCollection AddCodeRunnerSandbox(this IServiceCollection services)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NativeOptions>().BindConfiguration(NativeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DockerOptions>().BindConfiguration(DockerOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SandboxInstruments>();
        services.AddSingleton<DyingSandboxes>();
        services.AddSingleton<NativeSandboxStarter>();
        services.AddSingleton<DockerSandboxStarter>();
        services.AddSingleton<ISandboxStarter, SandboxStarterSelector>();
        services.AddSingleton<SandboxPool>();
        services.AddSingleton<ISandboxPool>(static provider => provider.GetRequiredService<SandboxPool>());
        services.AddSingleton<SandboxReadiness>();
        services.AddHostedService<SandboxStartup>();
        services.AddHealthChecks().AddCheck<SandboxHealthCheck>("sandbox", tags: [ReadyTag]);
        return services;
    }
}
