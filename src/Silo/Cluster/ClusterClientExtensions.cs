using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Resilience;
using CodeRunner.ServiceDefaults.Health;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo.Cluster.Tls;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace CodeRunner.Silo.Cluster;

/// <summary>Makes a process a client of a cluster, without a silo of its own.</summary>
public static class ClusterClientExtensions
{
    /// <summary>
    /// Adds the connection to the cluster that <c>ConnectionStrings:Redis</c> and <see cref="ClusterSettings"/> name: an
    /// <see cref="IGrainFactory"/> whose calls go to any of its silos. It waits for the first silo and outlives all of them.
    /// </summary>
    public static IHostApplicationBuilder AddCodeRunnerClient(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddQuietLogging();
        builder.Services.AddRedis();
        builder.Services.AddCluster();
        builder.Services.AddHealthChecks().AddCheck<SilosHealthCheck>(SilosHealthCheck.Name, tags: [Readiness.Tag]);

        builder.Services.AddSingleton<AnsweringShards>();
        builder.Services.AddSingleton<ISubmissionIds>(static services => services.GetRequiredService<AnsweringShards>());
        builder.Services.AddHostedService(static services => services.GetRequiredService<AnsweringShards>());

        // The gateway serves, and says that it is not ready, while it waits for the first silo.
        builder.Services.Configure<HostOptions>(static options => options.ServicesStartConcurrently = true);
        builder.UseOrleansClient(static client =>
        {
            client.UseRedisClustering(static _ => { });
            client.Services.GoRoundFrozenSilos();
            client.UseConnectionRetryFilter<FirstSilo>();
            client.AddTracePropagation().AddOptionalDashboard();
            client.Services.JoinCluster();
            client.Services.AddClientTls();
            client.Services.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = AwakeGateways.LookPeriod);
        });
        return builder;
    }

    /// <summary>Puts <see cref="AwakeGateways"/> before the list of silos that was registered last.</summary>
    private static void GoRoundFrozenSilos(this IServiceCollection services)
    {
        var list = services.Last(static service => service.ServiceType == typeof(IGatewayListProvider));
        services.Remove(list);
        services.AddSingleton<AwakeSilos>();
        services.AddHostedService(static provider => provider.GetRequiredService<AwakeSilos>());
        services.AddSingleton<IGatewayListProvider>(provider => ActivatorUtilities.CreateInstance<AwakeGateways>(
            provider, (IGatewayListProvider)(list.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, list.ImplementationType!))));
    }

    /// <summary>Tries for as long as it takes.</summary>
    private sealed class FirstSilo(IOptions<RetryOptions> retries, TimeProvider time) : IClientConnectionRetryFilter
    {
        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(retries.Value.FirstDelay * 5, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !cancellationToken.IsCancellationRequested;
        }
    }
}
