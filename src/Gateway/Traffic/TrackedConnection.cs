using Microsoft.AspNetCore.Connections;

namespace CodeRunner.Gateway.Traffic;

/// <summary>A connection, and whether something is being asked on it. A feature of its requests.</summary>
internal sealed class TrackedConnection
{
    private readonly ConnectionContext _connection;
    private int _requests;

    public TrackedConnection(ConnectionContext connection, AddressConnections owner, long openedAt)
    {
        _connection = connection;
        Owner = owner;
        OpenedAt = openedAt;
        Idle = new LinkedListNode<TrackedConnection>(this);
    }

    /// <summary>The connections of its address.</summary>
    public AddressConnections Owner { get; }

    /// <summary>When it was opened, as a timestamp of the clock.</summary>
    public long OpenedAt { get; }

    /// <summary>Whether anything was ever asked on it.</summary>
    public bool HadRequest { get; private set; }

    /// <summary>Its place among the idle ones of its address.</summary>
    public LinkedListNode<TrackedConnection> Idle { get; }

    /// <summary>Something is asked.</summary>
    /// <returns>Whether it is the only request now; others are further streams of HTTP/2.</returns>
    public bool BeginRequest()
    {
        HadRequest = true;
        if (Interlocked.Increment(ref _requests) > 1)
            return false;
        Owner.Update(this);
        return true;
    }

    /// <summary>It is answered.</summary>
    public void EndRequest()
    {
        if (Interlocked.Decrement(ref _requests) == 0)
            Owner.Update(this);
    }

    /// <summary>Whether nothing is asked now.</summary>
    public bool IsIdle => Volatile.Read(ref _requests) == 0;

    /// <summary>Cuts it off.</summary>
    public void Abort() => _connection.Abort(new ConnectionAbortedException("Its client has too many connections, or asked nothing."));
}
