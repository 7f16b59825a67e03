using CodeRunner.ServiceDefaults.Health;
using CodeRunner.ServiceDefaults.Logs;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.ServiceDefaults.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace CodeRunner.ServiceDefaults;

/// <summary>What every process of the engine has, whatever else it does.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Adds a log with times, metrics, traces where they are sent anywhere, <see cref="Readiness"/>, and a clock that does not jump.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TimeProvider>(new SteadyTimeProvider());
        builder.AddLogs();
        builder.AddTelemetry();
        builder.Services.AddReadiness();
        return builder;
    }

    /// <summary>Adds <see cref="Readiness"/> alone.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddOptions<ReadinessOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Readiness>();
        return services;
    }
}
