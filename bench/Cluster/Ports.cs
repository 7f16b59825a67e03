using System.Net;
using System.Net.Sockets;

namespace CodeRunner.Bench.Cluster;

/// <summary>Free ports of the loopback address.</summary>
internal static class Ports
{
    /// <summary>So many of them, all different.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        try
        {
            foreach (var listener in listeners)
                listener.Start();
            return [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in listeners)
                listener.Dispose();
        }
    }
}
