using System.Security.Cryptography;
using System.Text;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Access;

/// <summary>Tells clients apart: by the name of their API key, else by their address (of IPv6: by its network).</summary>
internal sealed class ClientIdentity(IOptions<GatewayOptions> options) : IEndpointFilter
{
    /// <summary>The header that has the key.</summary>
    public const string KeyHeader = "X-API-Key";

    // Hashes are of one length, so that comparing them tells nothing about the keys', and a key is never longer than its hash to compare.
    private readonly (string Name, byte[] Hash)[] _keys = [.. options.Value.ApiKeys.Select(static key => (key.Key, Hash(key.Value)))];

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Value.RequireApiKey && FindKey(context.HttpContext.Request) is null)
            return new Problem(StatusCodes.Status401Unauthorized, $"The header {KeyHeader} must hold a known API key.");
        return await next(context);
    }

    /// <summary>Whose request this is.</summary>
    public string Identify(HttpContext context) => FindKey(context.Request) ?? ClientAddress.Describe(context.Connection.RemoteIpAddress);

    /// <summary>Whether it comes with a known API key.</summary>
    public bool HasKey(HttpRequest request) => FindKey(request) is not null;

    private string? FindKey(HttpRequest request)
    {
        var given = request.Headers[KeyHeader].ToString();
        if (given.Length == 0 || _keys.Length == 0)
            return null;
        var hash = Hash(given);
        string? found = null;
        foreach (var (name, expected) in _keys)
        {
            // No early way out: the time must not tell which key it is.
            if (CryptographicOperations.FixedTimeEquals(hash, expected))
                found = name;
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
