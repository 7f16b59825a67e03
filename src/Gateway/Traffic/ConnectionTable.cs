using System.Net;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// The connections of each address. One that is at its bound loses the connection that has been idle for longest when it opens another: so
/// whoever opens thousands and says nothing only closes their own, and a neighbour behind the same address still gets an answer.
/// </summary>
internal sealed class ConnectionTable(TrustedProxies proxies, IOptions<GatewayOptions> options, TimeProvider time)
{
    // From here on idle connections make room whoever's they are, first of whom has most: at the bound itself the server closes new ones unseen.
    private readonly int _nearlyFull = options.Value.MaxConnections - (options.Value.MaxConnections / 10);
    private readonly TrafficOptions _traffic = options.Value.Traffic;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AddressConnections> _addresses = new(StringComparer.Ordinal);
    private int _total;

    /// <summary>Serves a connection unless its address has too many.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (proxies.Contain(address))
        {
            await next(connection);
            return;
        }

        var name = ClientAddress.Describe(address);
        if (Open(connection, name) is not { } tracked)
        {
            connection.Abort();
            return;
        }

        connection.Features.Set(tracked);
        connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(Check, tracked);
        try
        {
            await next(connection);
        }
        finally
        {
            Close(tracked, name);
        }
    }

    private void Check(object state)
    {
        var connection = (TrackedConnection)state;
        if (!connection.HadRequest && time.GetElapsedTime(connection.OpenedAt) > _traffic.FirstRequestTimeout)
            connection.Abort();
    }

    private TrackedConnection? Open(ConnectionContext connection, string name)
    {
        TrackedConnection? evicted = null;
        try
        {
            lock (_lock)
            {
                if (!_addresses.TryGetValue(name, out var address))
                    _addresses.Add(name, address = new AddressConnections());
                if (address.Count >= _traffic.MaxConnectionsPerAddress && (evicted = address.RemoveIdle()) is null)
                    return null;
                if (evicted is null && _total >= _nearlyFull)
                    evicted = _addresses.Values.MaxBy(static one => one.Count)?.RemoveIdle();
                if (evicted is null)
                    _total++;
                var tracked = new TrackedConnection(connection, address, time.GetTimestamp());
                address.Add(tracked);
                return tracked;
            }
        }
        finally
        {
            evicted?.Abort();
        }
    }

    private void Close(TrackedConnection connection, string name)
    {
        lock (_lock)
        {
            if (connection.Owner.Remove(connection))
                _total--;
            if (connection.Owner.Count == 0 && _addresses.GetValueOrDefault(name) == connection.Owner)
                _addresses.Remove(name);
        }
    }
}
