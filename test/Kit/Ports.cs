using System.Net;
using System.Net.Sockets;

namespace CodeRunner.Kit;

/// <summary>Free ports of the loopback address.</summary>
public static class Ports
{
    /// <summary>One of them.</summary>
    public static int Free() => Free(1)[0];

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
