using System.Security.Cryptography;
using System.Text;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Access;

/// <summary>Tells clients apart: by the name of their API key, else by their address. Found once for each request, whoever asks.</summary>
internal sealed class ClientIdentity(IOptions<GatewayOptions> options)
{
    /// <summary>The header that has the key.</summary>
    public const string KeyHeader = "X-API-Key";

    // Hashes are of one length, so that comparing them tells nothing about the keys', and a key is never longer than its hash to compare.
    private readonly (string Name, byte[] Hash)[] _keys = [.. options.Value.ApiKeys.Select(static key => (key.Key, Hash(key.Value)))];

    /// <summary>Whose request this is.</summary>
    public Client Find(HttpContext http)
    {
        if (http.Features.Get<Client>() is { } known)
            return known;
        var key = FindKey(http.Request);
        var client = new Client(key ?? ClientAddress.Describe(http.Connection.RemoteIpAddress), HasKey: key is not null);
        http.Features.Set(client);
        return client;
    }

    /// <summary>Whether a request comes with a key where there are keys, and it is none of them.</summary>
    public bool HasWrongKey(HttpContext http) => _keys.Length > 0 && http.Request.Headers.ContainsKey(KeyHeader) && !Find(http).HasKey;

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
