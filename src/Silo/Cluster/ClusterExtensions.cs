using CodeRunner.Silo.Cluster.Tls;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;

namespace CodeRunner.Silo.Cluster;

/// <summary>What silos and gateways of a cluster have in common.</summary>
internal static class ClusterExtensions
{
    /// <summary>The settings of the cluster, and the certificates of its members.</summary>
    public static IServiceCollection AddCluster(this IServiceCollection services)
    {
        services.AddOptions<ClusterSettings>().BindConfiguration(ClusterSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterSettings>, ClusterSettingsValidator>();
        services.AddSingleton<ClusterCertificates>();
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
        services.AddOptions<ClusterOptions>().Configure<IOptions<RedisSettings>>(
            static (options, settings) => options.ClusterId = options.ServiceId = settings.Value.Id);
        return services;
    }
}
