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
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
