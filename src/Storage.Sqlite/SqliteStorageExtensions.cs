using CodeRunner.Grains.Storage;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace CodeRunner.Storage.Sqlite;

/// <summary>Registers the SQLite storage.</summary>
public static class SqliteStorageExtensions
{
    /// <summary>The health check's name.</summary>
    public const string HealthCheck = "storage";

    /// <summary>Grain storage, pending index, retention and their health check, on one SQLite file in the data folder.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services)
    {
        services.AddOptions<SqliteOptions>().BindConfiguration(SqliteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<DataFolder>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<SqliteReaders>();
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<SqliteRetention>();
        services.AddSingleton<IPendingIndex, SqlitePendingIndex>();
        services.AddSingleton<IStoredBytes, SqliteStoredBytes>();
        services.AddSingleton<ISecretStore, SqliteSecretStore>();
        services.AddHostedService<SqliteStartup>();
        services.AddHostedService<RetentionService>();
        services.AddHealthChecks().AddCheck<SqliteHealthCheck>(HealthCheck, tags: [Readiness.Tag]);

        // Orleans' own serializer, not its default of JSON, which knows neither our bytes nor our ids of members.
        services.AddKeyedSingleton<IGrainStorage>(SubmissionStorage.Name, static (provider, _) =>
            ActivatorUtilities.CreateInstance<SqliteGrainStorage>(provider, ActivatorUtilities.CreateInstance<OrleansGrainStorageSerializer>(provider)));
        return services;
    }
}
