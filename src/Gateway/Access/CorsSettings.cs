using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Access;

/// <summary>Pages of which origins may call the API from a browser.</summary>
public sealed class CorsSettings
{
    /// <summary>The section of the settings that this is read from.</summary>
    public const string Section = "Gateway:Cors";

    /// <summary>What stands for all origins.</summary>
    public const string AnyOrigin = "*";

    /// <summary>
    /// Origins (<c>https://example.org</c>, a scheme, a host, and a port where it isn't the scheme's own) that may call without an API key, beside the
    /// server's own and those of this machine; <c>*</c> for all. Default: none.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>Whether pages that a server on the loopback address serves may call without an API key, as they do while they are developed. Default: true.</summary>
    public bool Loopback { get; set; } = true;
}

/// <summary>An origin that no browser would ever send would be passed over in silence.</summary>
internal sealed class CorsSettingsValidator : IValidateOptions<CorsSettings>
{
    public ValidateOptionsResult Validate(string? name, CorsSettings options)
    {
        var failures = options.Origins.Where(static origin => origin != CorsSettings.AnyOrigin && !IsOrigin(origin))
            .Select(static origin => $"{CorsSettings.Section}:{nameof(options.Origins)} holds origins such as https://example.org:8443, without a path, or *; not \"{origin}\".")
            .ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
