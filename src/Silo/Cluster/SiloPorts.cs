using System.Net;
using System.Net.Sockets;
using CodeRunner.Storage.Redis;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Finds out before the silo starts whether its ports are free. Orleans listens in a way that lets two processes share a port, so that
/// a second silo with the same ports would get a part of the first one's messages.
/// </summary>
internal sealed class SiloPorts(IOptions<EndpointOptions> endpoint) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var options = endpoint.Value;
        var address = options.AdvertisedIPAddress ?? IPAddress.Loopback;
        Check(address, options.SiloPort, nameof(ClusterSettings.SiloPort));
        Check(address, options.GatewayPort, nameof(ClusterSettings.GatewayPort));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Check(IPAddress address, int port, string setting)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException exception)
        {
            throw new ClusterException(
                $"{address}:{port} can't be listened on ({exception.Message}): {ClusterSettings.Section}:{setting} or {nameof(ClusterSettings.Address)} must be another.", exception);
        }
    }
}
