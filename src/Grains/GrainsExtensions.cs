using CodeRunner.Grains.Cluster;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Execution.Prefetch;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Grains.Resilience;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CodeRunner.Grains;

/// <summary>Registers the grains and the slots of a silo.</summary>
public static class GrainsExtensions
{
    internal const int SubmissionAgeMinutes = 1;

    /// <summary>How often Orleans looks for submissions that nobody has called lately; must be less than their age.</summary>
    private static readonly TimeSpan CollectionPeriod = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Adds everything but what the host decides: an <c>ISubmissionRunner</c>, an <see cref="IPendingIndex"/>, an <see cref="IStoredBytes"/>, an
    /// <see cref="IStorageSpace"/>, and grain storage by the name <see cref="SubmissionStorage.Name"/>. An <see cref="ISlotGate"/> that is registered before this call replaces the open one,
    /// and an <see cref="ISiloDescription"/> the empty one.
    /// </summary>
    public static ISiloBuilder AddCodeRunnerGrains(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions<SubmissionOptions>(builder, SubmissionOptions.Section);
        AddOptions<DispatcherOptions>(builder, DispatcherOptions.Section);
        AddOptions<SlotOptions>(builder, SlotOptions.Section);
        AddOptions<ClusterReportOptions>(builder, ClusterReportOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<SlotOptions>, SlotOptionsValidator>();

        builder.Services.AddMetrics();
        builder.Services.AddSingleton<GrainsInstruments>();
        builder.Services.AddSingleton<InstrumentedPendingIndex>();
        builder.Services.AddSingleton<ClientStorage>();
        builder.Services.AddSingleton<SiloReporter>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<SiloReporter>());
        builder.Services.TryAddSingleton<ISiloDescription, NoDescription>();
        builder.Services.AddRetries();
        builder.Services.AddSingleton<LocalLeases>();
        builder.Services.AddSingleton<LeaseHeartbeat>();
        builder.Services.AddSingleton<DispatcherClient>();
        builder.Services.AddSingleton<PrefetchedLeases>();
        builder.Services.AddSingleton<LeasePrefetcher>();
        builder.Services.AddSingleton<LocalExecutor>();
        builder.Services.AddSingleton<Func<int, Slot>>(static services => number => ActivatorUtilities.CreateInstance<Slot>(services, number));
        builder.Services.AddSingleton<SlotHost>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<SlotHost>());
        builder.Services.TryAddSingleton<ISlotGate, OpenSlotGate>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<GrainCollectionOptions>(static options => options.CollectionQuantum = CollectionPeriod);
        return builder;
    }

    /// <summary>Adds the <see cref="RetryPolicy"/>, for a host without grains.</summary>
    public static IServiceCollection AddRetries(this IServiceCollection services)
    {
        services.AddOptions<RetryOptions>().BindConfiguration(RetryOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RetryPolicy>();
        return services;
    }

    private static void AddOptions<T>(ISiloBuilder builder, string section)
        where T : class =>
        builder.Services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
