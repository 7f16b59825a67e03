using System.Net;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CodeRunner.Gateway.Access;

/// <summary>
/// Which pages may read answers. Who has an API key may call from wherever they like: the key is what lets them in. Without one a server that its
/// browser reaches, on this machine or in its company's network, would be at the service of every page that the browser shows; so only
/// pages of the server itself and of servers on the loopback address may, and those that are named. No cookie is ever read.
/// </summary>
internal sealed class CorsPolicies(IOptions<CorsSettings> settings, IOptions<GatewayOptions> gateway, ClientIdentity clients) : ICorsPolicyProvider
{
    private readonly CorsPolicy _any = Start().AllowAnyOrigin().Build();
    private readonly bool _isOpen = gateway.Value.RequireApiKey || settings.Value.Origins.Contains(CorsSettings.AnyOrigin);
    private readonly HashSet<string> _named = new(settings.Value.Origins, StringComparer.OrdinalIgnoreCase);
    private readonly bool _loopback = settings.Value.Loopback;

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) => Task.FromResult<CorsPolicy?>(
        _isOpen || HasKey(context.Request) ? _any : Start().SetIsOriginAllowed(origin => IsAllowed(origin, context.Request)).Build());

    private static CorsPolicyBuilder Start() => new CorsPolicyBuilder().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter);

    private bool IsAllowed(string origin, HttpRequest request) =>
        _named.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && (IsOwn(address, request) || (_loopback && IsLoopback(address))));

    /// <summary>Whether it names the server as the request does. The scheme is left out, as a proxy may have ended the page's TLS.</summary>
    private static bool IsOwn(Uri origin, HttpRequest request) => origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the page's server is on the loopback address of the browser's own machine, which no other machine can claim.</summary>
    private static bool IsLoopback(Uri origin) => IPAddress.TryParse(origin.IdnHost, out var address)
        ? IPAddress.IsLoopback(address)
        : origin.IdnHost == "localhost" || origin.IdnHost.EndsWith(".localhost", StringComparison.Ordinal);

    /// <summary>Whether a key comes with it, or, as a browser asks beforehand, will; with a wrong one nothing is done, see <see cref="ClientIdentity.HasWrongKey"/>.</summary>
    private bool HasKey(HttpRequest request) => gateway.Value.ApiKeys.Count > 0 && (HttpMethods.IsOptions(request.Method)
        ? request.Headers.GetCommaSeparatedValues(HeaderNames.AccessControlRequestHeaders).Contains(ClientIdentity.KeyHeader, StringComparer.OrdinalIgnoreCase)
        : clients.Find(request.HttpContext).HasKey);
}
