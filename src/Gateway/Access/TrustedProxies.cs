using System.Net;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace CodeRunner.Gateway.Access;

/// <summary>The proxies whose word on their clients' addresses counts. There are none unless the settings say so.</summary>
internal sealed class TrustedProxies(IOptions<GatewayOptions> options) : IPostConfigureOptions<ForwardedHeadersOptions>
{
    private readonly IPNetwork[] _networks = [.. options.Value.TrustedProxies.Select(Parse)];

    /// <summary>Whether connections from this address are a proxy's, and so many clients'.</summary>
    public bool Contain(IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    // After all others, as ASPNETCORE_FORWARDEDHEADERS_ENABLED would trust everybody.
    public void PostConfigure(string? name, ForwardedHeadersOptions headers)
    {
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();

        // With nobody known the middleware would believe anybody.
        headers.ForwardedHeaders = _networks.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var network in _networks)
            headers.KnownIPNetworks.Add(network);

        // Through as many proxies as are known; the first address that is nobody's of them is the client's.
        headers.ForwardLimit = null;
    }

    /// <summary>Reads an address, or a network like <c>10.0.0.0/8</c>.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static IPNetwork Parse(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
            return IPNetwork.Parse(text);
        return new IPNetwork(address, address.GetAddressBytes().Length * 8);
    }
}
