using System.Net;
using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// The connections of each address. One that is at its bound loses the connection that has been idle for longest when it opens another: so
/// whoever opens thousands and says nothing only closes their own, and a neighbour behind the same address still gets an answer.
/// A request that shares its connection counts like a connection: a further stream of HTTP/2, and each one that comes through a proxy.
/// </summary>
internal sealed class ConnectionTable(TrustedProxies proxies, IOptions<GatewayOptions> options, TimeProvider time)
{
    // From here on idle connections make room whoever's they are, first of who has most among those that have any: at the bound itself the
    // server closes new ones unseen.
    private readonly int _nearlyFull = options.Value.MaxConnections - (options.Value.MaxConnections / 10);
    private readonly TrafficOptions _traffic = options.Value.Traffic;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AddressConnections> _addresses = new(StringComparer.Ordinal);
    private readonly IdleAddresses _idle = new();
    private int _total;

    /// <summary>Serves a connection unless its address has too many.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is null || proxies.Contain(address))
        {
            // Of many clients: behind a Unix socket there is a proxy as well.
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

    /// <summary>Answers a request, and notes meanwhile that its connection isn't idle.</summary>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next, Func<Refusal, IResult> refuse)
    {
        var connection = http.Features.Get<TrackedConnection>();
        var address = connection?.Owner;
        if (connection?.BeginRequest() is true)
            address = null;
        else if (!TryShare(http, ref address))
        {
            connection?.EndRequest();
            await refuse(TooMany()).ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            connection?.EndRequest();
            if (address is not null)
                EndShared(http, address);
        }
    }

    private bool TryShare(HttpContext http, ref AddressConnections? address)
    {
        if (http.Connection.RemoteIpAddress is null)
            return true;
        lock (_lock)
        {
            address ??= Find(ClientAddress.Describe(http.Connection.RemoteIpAddress));
            return address.TryAddRequest(_traffic.MaxConnectionsPerAddress);
        }
    }

    private void EndShared(HttpContext http, AddressConnections address)
    {
        lock (_lock)
        {
            address.RemoveRequest();
            Forget(ClientAddress.Describe(http.Connection.RemoteIpAddress), address);
        }
    }

    private Refusal TooMany() => new(
        RefusalReason.AddressFull,
        $"This address has {_traffic.MaxConnectionsPerAddress} connections and requests open, which is the most; try again later.",
        options.Value.RetryAfter);

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
                var address = Find(name);
                if (address.Count >= _traffic.MaxConnectionsPerAddress && (evicted = address.RemoveIdle()) is null)
                    return null;
                if (evicted is null && _total >= _nearlyFull)
                    evicted = RemoveIdle();
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

    private TrackedConnection? RemoveIdle()
    {
        while (_idle.Most is { } address)
        {
            if (address.RemoveIdle() is { } evicted)
            {
                return evicted;
            }
        }

        return null;
    }

    private void Close(TrackedConnection connection, string name)
    {
        lock (_lock)
        {
            if (connection.Owner.Remove(connection))
                _total--;
            Forget(name, connection.Owner);
        }
    }

    private AddressConnections Find(string name)
    {
        if (!_addresses.TryGetValue(name, out var address))
            _addresses.Add(name, address = new AddressConnections(_idle));
        return address;
    }

    private void Forget(string name, AddressConnections address)
    {
        if (address.Count == 0 && _addresses.GetValueOrDefault(name) == address)
            _addresses.Remove(name);
    }
}
