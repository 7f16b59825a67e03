using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Cluster;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Http;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using CodeRunner.Gateway.Web;
using CodeRunner.Grains.Storage;
using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway;

/// <summary>The gateway as a part of a host that has an <see cref="IGrainFactory"/>.</summary>
public static class GatewayExtensions
{
    /// <summary>
    /// Adds what <see cref="MapGateway"/> needs but an <see cref="ILanguageDirectory"/> and an <see cref="ISecretStore"/>. The host adds a health check with the tag <c>ready</c>
    /// for everything that must work before submissions are taken.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.AddReadiness();
        services.AddOptions<ReadinessOptions>().Configure<IOptions<GatewayOptions>>(static (readiness, gateway) =>
            (readiness.CacheTime, readiness.RetryAfter) = (gateway.Value.ReadinessCache, gateway.Value.RetryAfter));
        services.AddPagesOfOthers();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<ClusterStatus>();
        services.AddSingleton<EngineGrains>();
        services.AddSingleton<ClientIdentity>();
        services.AddTraffic();
        services.AddIntake();
        services.AddCodeRunnerApi();
        return services;
    }

    /// <summary>Adds the <see cref="ILanguageDirectory"/> that asks the silos, and has the gateway wait for it before it is ready.</summary>
    public static IServiceCollection AddLanguageDirectory(this IServiceCollection services)
    {
        services.AddSingleton<LanguageDirectory>();
        services.AddSingleton<ILanguageDirectory>(static provider => provider.GetRequiredService<LanguageDirectory>());
        services.AddHostedService(static provider => provider.GetRequiredService<LanguageDirectory>());
        services.AddHealthChecks().AddCheck<LanguagesHealthCheck>(LanguagesHealthCheck.Name, tags: [Readiness.Tag]);
        return services;
    }

    /// <summary>Adds the endpoints and what goes around them.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseTraffic(static refusal => refusal.ToProblem());
        app.UseNoSniff();
        app.UseCors();
        app.UseProblems();
        app.UseHead();
        app.UseWebUi();
        app.UseRouting();
        app.UseGetOnly();
        app.MapCodeRunnerApi();
        return app;
    }
}
