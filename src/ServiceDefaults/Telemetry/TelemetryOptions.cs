using System.ComponentModel.DataAnnotations;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>What a process tells of itself. Where traces and metrics are sent is said by OpenTelemetry's own settings, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> above all.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Telemetry";

    /// <summary>Whether <c>GET /metrics</c> answers. Default: true.</summary>
    public bool Prometheus { get; set; } = true;

    /// <summary>The port that <c>GET /metrics</c> is answered on, and nothing else; then no other port answers it. 0: the ports of everything else. Default: 0.</summary>
    [Range(0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>The address that <see cref="MetricsPort"/> is on: an IP address, or <c>*</c> for all of the machine. Default: 127.0.0.1.</summary>
    [Required]
    public string MetricsAddress { get; set; } = "127.0.0.1";

    /// <summary>The share of requests that are traced, where traces are sent anywhere; a caller that sends a trace of its own decides for itself. Default: 1.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; } = 1;
}
