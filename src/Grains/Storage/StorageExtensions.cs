using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CodeRunner.Grains.Storage;

/// <summary>What every storage engine has in common.</summary>
public static class StorageExtensions
{
    /// <summary>
    /// Adds it. An engine then registers the rest: an <see cref="IPendingIndex"/>, an <see cref="IStoredBytes"/>, an <see cref="ISecretStore"/>,
    /// an <see cref="IShardAgreement"/>, grain storage by the name <see cref="SubmissionStorage.Name"/>, a service that opens it before anything
    /// else starts and says in a sentence what is wrong with it, and a health check with the tag <c>ready</c>.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddOptions<RetentionOptions>().BindConfiguration(RetentionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHostedService<ShardAgreementService>();
        return services;
    }

    /// <summary>Has a storage swept in which nothing lapses by itself.</summary>
    public static IServiceCollection AddRetention<T>(this IServiceCollection services)
        where T : class, IRetention
    {
        services.AddSingleton<IRetention, T>();
        services.AddHostedService<RetentionService>();
        return services;
    }
}
