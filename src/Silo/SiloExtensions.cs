using CodeRunner.Grains;
using CodeRunner.Grains.Cluster;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Judging;
using CodeRunner.Sandbox;
using CodeRunner.ServiceDefaults.Telemetry;
using CodeRunner.Silo.Cluster;
using CodeRunner.Silo.Embedded;
using CodeRunner.Storage.Redis;
using CodeRunner.Storage.Sqlite;
using CodeRunner.Toolchains;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CodeRunner.Silo;

/// <summary>Makes a process a silo that runs submissions.</summary>
public static class SiloExtensions
{
    // What Orleans and the storage need after the slots have been drained and before the process is killed.
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(30);

    // What the console should not be full of on an ordinary day, and from which level it is worth a line. Orleans' silo warns of the
    // garbage collector that was chosen on purpose, its watchdog of processors that are busy, as they are with compilers.
    private static readonly (string Category, LogLevel Level)[] Quiet =
    [
        ("Orleans", LogLevel.Warning), ("Orleans.Runtime.Silo", LogLevel.Error), ("Orleans.Runtime.Watchdog", LogLevel.Error),
        ("Polly", LogLevel.None), ("Orleans.Connections.Security", LogLevel.None),
        // What TLS fails of, ClusterCertificates says in a sentence.
         ("Microsoft.Hosting.Lifetime", LogLevel.Warning), ("Microsoft.AspNetCore", LogLevel.Warning),
        // It calls every "not ready yet" an error; the checks themselves log what is one. What keeps the host from starting is
        // said in a sentence at its end.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical), ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    ];

    /// <summary>Places of grains that a silo remembers. A submission's matters while it is waited for; a table for the default of a million takes 18 MB.</summary>
    private const int RememberedGrains = 50_000;

    /// <summary>
    /// Adds a silo: grains, slots, sandbox, and storage, of the <see cref="HostKinds"/> that the settings choose. With Redis it is one of a
    /// cluster that meets and stores there; without, it is a cluster of its own that opens no port and stores in SQLite in the data folder. The host reaches the grains through
    /// <see cref="IGrainFactory"/> either way. What is wrong with the data folder is thrown when the host starts, as a
    /// <see cref="DataFolderException"/>; with Redis, as a <see cref="ClusterException"/>; with a setting, as an <see cref="OptionsValidationException"/>.
    /// </summary>
    public static IHostApplicationBuilder AddCodeRunnerSilo(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddQuietLogging();

        // Hosted services stop in the opposite order: the storage, registered first, is there until the silo has stopped.
        var kinds = HostKinds.Read(builder.Configuration);
        builder.Services.AddHostKinds();
        if (kinds.Storage == StorageKind.Redis)
            builder.Services.AddRedisStorage();
        else
            builder.Services.AddSqliteStorage().AddCachesInDataFolder();
        if (kinds.Cluster == ClusterKind.Redis)
            builder.Services.AddSiloOfCluster();
        builder.Services.AddCodeRunnerSandbox();
        builder.Services.AddCodeRunnerToolchains();
        builder.Services.AddCodeRunnerJudging();
        builder.Services.AddSingleton<ISlotGate, SandboxSlotGate>();
        builder.Services.AddSingleton<ISiloDescription, SandboxSiloDescription>();
        builder.UseOrleans(silo => (kinds.Cluster == ClusterKind.Redis ? silo.UseRedisCluster() : silo.UseEmbeddedClustering())
            .AddCodeRunnerGrains().AddTracePropagation().AddOptionalDashboard());
        builder.Services.Configure<GrainDirectoryOptions>(static options => options.CacheSize = RememberedGrains);
        builder.Services.AddOptions<HostOptions>().PostConfigure<IOptions<SlotOptions>>(static (host, slots) =>
        {
            var needed = slots.Value.DrainTimeout + ShutdownMargin;
            if (host.ShutdownTimeout < needed)
                host.ShutdownTimeout = needed;
        });
        return builder;
    }

    /// <summary>Whether the settings name a cluster.</summary>
    public static bool IsClustered(this IConfiguration configuration) => HostKinds.Read(configuration).Cluster != ClusterKind.None;

    internal static void AddQuietLogging(this IHostApplicationBuilder builder) =>

        // First among the rules, as of two for the same category the later counts: so the settings can say otherwise.
        builder.Services.Configure<LoggerFilterOptions>(static options =>
        {
            foreach (var (category, level) in Quiet)
                options.Rules.Insert(0, new LoggerFilterRule(providerName: null, category, level, filter: null));
        });
}
