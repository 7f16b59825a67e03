using System.Net;
using System.Net.Sockets;

namespace CodeRunner.Gateway.Access;

/// <summary>What of an address tells clients apart.</summary>
internal static class ClientAddress
{
    // Over a Unix socket there is no address.
    private const string LocalClient = "local";

    // A household or a virtual machine has 2^64 addresses of IPv6, so they are one client (RFC 6177: nobody gets less than a /64).
    private const int NetworkBytes = 8;
    private const int NetworkBits = NetworkBytes * 8;

    /// <summary>The address of IPv4, or the network of IPv6 that it is in.</summary>
    public static string Describe(IPAddress? address)
    {
        if (address is null)
            return LocalClient;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address.ToString();
        Span<byte> bytes = stackalloc byte[2 * NetworkBytes];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return $"{new IPAddress(bytes)}/{NetworkBits}";
    }
}
