using CodeRunner.Grains;
using CodeRunner.Grains.Storage;
using CodeRunner.Silo.Cluster.Tls;
using CodeRunner.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace CodeRunner.Silo.Cluster;

/// <summary>What silos and gateways of a cluster have in common.</summary>
internal static class RedisExtensions
{
    /// <summary>The health check's name.</summary>
    public const string HealthCheck = "redis";

    /// <summary>The connection, its check at start, and its health check.</summary>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterSettings>, ClusterSettingsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddRetries();
        services.AddSingleton<ClusterCertificates>();
        services.AddSingleton<RedisKeys>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<ISecretStore, RedisSecretStore>();
        services.AddHostedService<RedisStartup>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>(HealthCheck, tags: [StorageExtensions.ReadyTag]);
        return services;
    }

    /// <summary>Where Orleans finds the list of silos: by our connection and key. Both names that it wants are the cluster's.</summary>
    public static IServiceCollection JoinCluster(this IServiceCollection services)
    {
        services.AddOptions<RedisClusteringOptions>().Configure<RedisConnection, RedisKeys>(static (options, redis, keys) =>
        {
            options.ConfigurationOptions = RedisConnection.Unused;
            options.CreateMultiplexer = _ => Task.FromResult((redis.Multiplexer, true));
            options.CreateRedisKey = _ => keys.Members;
        });
        services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterSettings>>(
            static (options, settings) => options.ClusterId = options.ServiceId = settings.Value.Id);
        return services;
    }
}
