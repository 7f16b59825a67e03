using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CodeRunner.ServiceDefaults.Telemetry;

/// <summary>Refuses an address that OpenTelemetry would pass over in silence.</summary>
internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var failures = OtlpExport.Settings
            .Where(setting => configuration[setting] is { Length: > 0 } address && !IsAddress(address))
            .Select(setting => $"{setting} must be an http or https address, not \"{configuration[setting]}\".")
            .Concat(CheckMetrics(options))
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> CheckMetrics(TelemetryOptions options)
    {
        if (options.MetricsPort == 0)
            yield break;
        if (!options.Prometheus)
            yield return $"{TelemetryOptions.Section}:{nameof(options.MetricsPort)} is of no use where {nameof(options.Prometheus)} is off; leave one of them out.";
        else if (MetricsListener.IsTaken(configuration, options.MetricsPort))
            yield return $"{TelemetryOptions.Section}:{nameof(options.MetricsPort)} must be another port than those that everything else is answered on; {options.MetricsPort} is one.";
        if (options.MetricsAddress != "*" && !IPAddress.TryParse(options.MetricsAddress, out _))
            yield return $"{TelemetryOptions.Section}:{nameof(options.MetricsAddress)} must be an IP address or *, not \"{options.MetricsAddress}\".";
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
