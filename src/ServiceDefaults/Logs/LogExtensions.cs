using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CodeRunner.ServiceDefaults.Logs;

/// <summary>How the log is written.</summary>
public static class LogExtensions
{
    /// <summary>UTC as ISO 8601 has it, to the millisecond. The quotes keep the separators what they are in every culture.</summary>
    public const string TimeFormat = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fff'Z'";

    private const string FormatterOptions = "Logging:Console:FormatterOptions";

    /// <summary>Every message is one line and has its time, unless the settings of the console say otherwise; one that only repeats is left out for a while.</summary>
    internal static void AddLogs(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(FormatterOptions);

        // Without a name the console takes its old settings, and leaves those below out.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(static options => options.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.PostConfigure<SimpleConsoleFormatterOptions>(options =>
        {
            SetTime(options, TimeFormat + "' '");
            if (settings[nameof(options.SingleLine)] is null)
                options.SingleLine = true;
        });
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(static options => SetTime(options, TimeFormat));
        builder.Services.PostConfigure<ConsoleFormatterOptions>(static options => SetTime(options, TimeFormat + "' '"));
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(static services => new SparingLoggerFactory(
            new LoggerFactory(
                services.GetServices<ILoggerProvider>(),
                services.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
                services.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
                services.GetService<IExternalScopeProvider>()),
            services.GetRequiredService<TimeProvider>())));
    }

    private static void SetTime(ConsoleFormatterOptions options, string format)
    {
        if (options.TimestampFormat is not null)
            return;
        options.TimestampFormat = format;
        options.UseUtcTimestamp = true;
    }
}
