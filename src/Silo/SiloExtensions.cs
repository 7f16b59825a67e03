using CodeRunner.Grains;
using CodeRunner.Grains.Execution.Slots;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Running;
using CodeRunner.Silo.Embedded;
using CodeRunner.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

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
        ("Polly", LogLevel.Warning), ("Microsoft.Hosting.Lifetime", LogLevel.Warning), ("Microsoft.AspNetCore", LogLevel.Warning),
        // It calls every "not ready yet" an error; the checks themselves log what is one. What keeps the host from starting is
        // said in a sentence at its end.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical), ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical),
    ];

    /// <summary>
    /// Adds a silo that is a cluster of its own: grains, slots, sandbox, and SQLite in the data folder. It opens no port; the host
    /// reaches the grains through <see cref="IGrainFactory"/>. What is wrong with the data folder is thrown when the host
    /// starts, as a <see cref="DataFolderException"/>; what is wrong with a setting, as an <see cref="OptionsValidationException"/>.
    /// </summary>
    public static IHostApplicationBuilder AddCodeRunnerSilo(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        // First among the rules, as of two for the same category the later counts: so the settings can say otherwise.
        builder.Services.Configure<LoggerFilterOptions>(static options =>
        {
            foreach (var (category, level) in Quiet)
                options.Rules.Insert(0, new LoggerFilterRule(providerName: null, category, level, filter: null));
        });

        // Hosted services stop in the opposite order: the storage, registered first, is there until the silo has stopped.
        builder.Services.AddSqliteStorage();
        builder.Services.AddCodeRunnerSandbox();
        builder.Services.AddCodeRunnerRunning();
        builder.Services.AddCachesInDataFolder();
        builder.Services.AddSingleton<ISlotGate, SandboxSlotGate>();
        builder.UseOrleans(static silo => silo.UseEmbeddedClustering().AddCodeRunnerGrains());
        builder.Services.AddOptions<HostOptions>().PostConfigure<IOptions<SlotOptions>>(static (host, slots) =>
        {
            var needed = slots.Value.DrainTimeout + ShutdownMargin;
            if (host.ShutdownTimeout < needed)
                host.ShutdownTimeout = needed;
        });
        return builder;
    }
}
