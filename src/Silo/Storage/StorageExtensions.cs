using CodeRunner.Grains.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace CodeRunner.Silo.Storage;

/// <summary>Registers the SQLite storage.</summary>
internal static class StorageExtensions
{
    /// <summary>The health check's name.</summary>
    public const string HealthCheck = "storage";

    /// <summary>The tag of health checks that decide whether the server is ready.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Grain storage, pending index, retention and their health check, on one SQLite file in the data folder.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqliteReaders>();
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<Retention>();
        services.AddSingleton<IPendingIndex, SqlitePendingIndex>();
        services.AddSingleton<IStoredBytes, SqliteStoredBytes>();
        services.AddSingleton<ISecretStore, SqliteSecretStore>();
        services.AddHostedService<StorageStartup>();
        services.AddHostedService<RetentionService>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>(HealthCheck, tags: [ReadyTag]);

        // Orleans' own serializer, not its default of JSON, which knows neither our bytes nor our ids of members.
        services.AddKeyedSingleton<IGrainStorage>(SubmissionStorage.Name, static (provider, _) =>
            ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider, ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(provider)));
        return services;
    }
}
