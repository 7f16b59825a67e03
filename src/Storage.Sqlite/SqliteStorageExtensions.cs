using CodeRunner.Grains.Storage;
using CodeRunner.ServiceDefaults.Health;
using Orleans.Storage;

namespace CodeRunner.Storage.Sqlite;

/// <summary>Registers the SQLite storage.</summary>
public static class SqliteStorageExtensions
{
    /// <summary>The health check's name.</summary>
    public const string HealthCheck = "storage";

    /// <summary>Grain storage, pending index, retention and all else that a storage does, on one SQLite file in the data folder.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddOptions<SqliteOptions>().BindConfiguration(SqliteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<IStorageSpace>(static provider => provider.GetRequiredService<DiskSpace>());
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqliteReaders>();
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<IPendingIndex, SqlitePendingIndex>();
        services.AddSingleton<IStoredBytes, SqliteStoredBytes>();
        services.AddSingleton<ISecretStore, SqliteSecretStore>();
        services.AddSingleton<IShardAgreement, SqliteShards>();
        services.AddHostedService<SqliteStartup>();
        services.AddStorage().AddRetention<SqliteRetention>();
        services.AddHealthChecks().AddCheck<SqliteHealthCheck>(HealthCheck, tags: [Readiness.Tag]);

        // Orleans' own serializer, not its default of JSON, which knows neither our bytes nor our ids of members.
        services.AddKeyedSingleton<IGrainStorage>(SubmissionStorage.Name, static (provider, _) =>
            ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider, ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(provider)));
        return services;
    }
}
