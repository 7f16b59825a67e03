using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>What is sent to an OpenTelemetry collector.</summary>
/// <param name="Traces">Whether traces are.</param>
/// <param name="Metrics">Whether metrics are.</param>
internal readonly record struct OtlpExport(bool Traces, bool Metrics)
{
    /// <summary>The address of traces alone.</summary>
    public const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>The address of metrics alone.</summary>
    public const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The settings that turn it on.</summary>
    public static IReadOnlyList<string> Settings { get; } = [Endpoint, TracesEndpoint, MetricsEndpoint];

    /// <summary>What the settings say, be they environment variables, arguments or in a file.</summary>
    public static OtlpExport Read(IConfiguration configuration)
    {
        var all = IsSet(configuration, Endpoint);
        return new(all || IsSet(configuration, TracesEndpoint), all || IsSet(configuration, MetricsEndpoint));
    }

    /// <summary>Takes the address of one kind of data, which the exporter itself only looks for where it exports all kinds.</summary>
    public static void Configure(OtlpExporterOptions options, IConfiguration configuration, string endpoint)
    {
        if (IsSet(configuration, endpoint) && Uri.TryCreate(configuration[endpoint], UriKind.Absolute, out var address))
            options.Endpoint = address;
    }

    private static bool IsSet(IConfiguration configuration, string setting) => !string.IsNullOrEmpty(configuration[setting]);
}
