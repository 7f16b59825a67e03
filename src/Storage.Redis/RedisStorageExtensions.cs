using CodeRunner.Grains;
using CodeRunner.Grains.Storage;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;

namespace CodeRunner.Storage.Redis;

/// <summary>Registers the storage in Redis.</summary>
public static class RedisStorageExtensions
{
    /// <summary>The health check's name.</summary>
    public const string HealthCheck = "redis";

    /// <summary>
    /// For a process with or without grains: the connection, its check at start, its health check, and the secrets that gateways share.
    /// </summary>
    public static IServiceCollection AddRedis(this IServiceCollection services)
    {
        services.AddOptions<RedisSettings>().BindConfiguration(RedisSettings.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<RedisSettings>, RedisSettingsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddRetries();
        services.AddSingleton<RedisKeys>();
        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisSpace>();
        services.AddSingleton<ISecretStore, RedisSecretStore>();
        services.AddHostedService<RedisStartup>();
        services.AddHealthChecks().AddCheck<RedisHealthCheck>(HealthCheck, tags: [Readiness.Tag]);
        return services;
    }

    /// <summary>For a silo: grain storage, pending index and the agreement on shards.</summary>
    public static IServiceCollection AddRedisStorage(this IServiceCollection services)
    {
        services.AddRedis();
        services.AddSingleton<RedisStoredBytes>();
        services.AddSingleton<IStoredBytes>(static provider => provider.GetRequiredService<RedisStoredBytes>());
        services.AddSingleton<IStorageSpace>(static provider => provider.GetRequiredService<RedisSpace>());
        services.AddSingleton<IPendingIndex, RedisPendingIndex>();
        services.AddSingleton<IShardAgreement, RedisShards>();
        services.AddStorage();
        services.AddRedisGrainStorage(SubmissionStorage.Name, static builder => builder.Configure<RedisConnection, RedisKeys, Serializer>(
            static (options, redis, keys, serializer) =>
            {
                options.ConfigurationOptions = RedisConnection.Unused;
                options.CreateMultiplexer = _ => Task.FromResult((redis.Multiplexer, true));
                options.GetStorageKey = (state, grain) => keys.State(grain.Key.ToString()!, state); // A key of a Guid is never empty.
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                options.DeleteStateOnClear = true;
            }));
        return services;
    }
}
