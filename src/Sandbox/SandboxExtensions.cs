using CodeRunner.Sandbox.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeRunner.Sandbox;

/// <summary>Registers sandboxes.</summary>
public static class SandboxExtensions
{
    /// <summary>Adds the sandbox pool and the kind of sandbox that the settings name.</summary>
    public static IServiceCollection AddCodeRunnerSandbox(this IServiceCollection services)
    {
        services.AddOptions<SandboxOptions>().BindConfiguration(SandboxOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<NativeOptions>().BindConfiguration(NativeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISandboxStarter, NativeSandboxStarter>();
        services.AddSingleton<SandboxPool>();
        services.AddSingleton<ISandboxPool>(static provider => provider.GetRequiredService<SandboxPool>());
        return services;
    }
}
