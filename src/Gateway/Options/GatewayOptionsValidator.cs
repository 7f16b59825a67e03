using System.Net;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Options;

/// <summary>The rules that hold between settings.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var failures = Check(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(GatewayOptions options)
    {
        var limits = options.Limits;
        foreach (var (smaller, larger) in limits.Contradictions())
            yield return $"{GatewayOptions.Section}:{nameof(GatewayOptions.Limits)}:{smaller} is above {larger}.";
        var traffic = options.Traffic;
        if (limits.MaxRequestBytes > Math.Min(traffic.LargeShare, traffic.LargeBudget))
            yield return $"{GatewayOptions.Section}:{nameof(options.Limits)}:{nameof(limits.MaxRequestBytes)} is above "
                + $"{nameof(traffic.LargeShare)} or {nameof(traffic.LargeBudget)} of {GatewayOptions.Section}:{nameof(options.Traffic)}: such a body would never fit.";
        foreach (var proxy in options.TrustedProxies.Where(static proxy => !IsNetwork(proxy)))
            yield return $"{GatewayOptions.Section}:{nameof(options.TrustedProxies)} has '{proxy}', which is neither an address nor a network like 10.0.0.0/8.";
        if (options.RequireApiKey && options.ApiKeys.Count == 0)
            yield return $"{GatewayOptions.Section}:{nameof(options.RequireApiKey)} is set, but {GatewayOptions.Section}:{nameof(options.ApiKeys)} is empty.";
        if (options.ApiKeys.Any(static key => string.IsNullOrWhiteSpace(key.Key) || string.IsNullOrWhiteSpace(key.Value)))
            yield return $"{GatewayOptions.Section}:{nameof(options.ApiKeys)} has an entry with an empty name or key.";
        if (options.Idempotency.Secrets.Any(static secret => secret is not { Length: >= IdempotencyOptions.MinimumLength }))
            yield return $"{GatewayOptions.Section}:{nameof(options.Idempotency)}:{nameof(options.Idempotency.Secrets)} has one with less than {IdempotencyOptions.MinimumLength} characters.";
    }

    private static bool IsNetwork(string text) => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _);
}
