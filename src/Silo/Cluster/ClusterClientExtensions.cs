using CodeRunner.Grains.Resilience;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo.Storage;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

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
        builder.Services.AddHealthChecks().AddCheck<SilosHealthCheck>(SilosHealthCheck.Name, tags: [StorageExtensions.ReadyTag]);

        // The gateway serves, and says that it is not ready, while it waits for the first silo.
        builder.Services.Configure<HostOptions>(static options => options.ServicesStartConcurrently = true);
        builder.UseOrleansClient(static client =>
        {
            client.UseRedisClustering(static _ => { });
            client.UseConnectionRetryFilter<FirstSilo>();
            client.AddTracePropagation().AddOptionalDashboard();
            client.Services.JoinCluster();
            client.Services.AddOptions<GatewayOptions>().Configure<IOptions<ClusterSettings>>(
                static (options, settings) => options.GatewayListRefreshPeriod = settings.Value.RefreshPeriod);
        });
        return builder;
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
