namespace CodeRunner.Gateway.Traffic;

/// <summary>
/// The addresses that may have idle connections, by how many connections they have. One stays listed while it has none for a moment, as
/// most requests come on connections that wait for the next: whoever looks for an idle one strikes it off, and it comes back with its next.
/// </summary>
internal sealed class IdleAddresses
{
    private readonly Lock _lock = new();
    private readonly SortedSet<AddressConnections> _listed = new(Comparer<AddressConnections>.Create(Compare));
    private long _last;

    /// <summary>The one with most connections; null when none may have an idle one.</summary>
    public AddressConnections? Most
    {
        get
        {
            lock (_lock)
                return _listed.Max;
        }
    }

    /// <summary>A number that no other address has, for those that have equally many.</summary>
    public long NextNumber() => Interlocked.Increment(ref _last);

    /// <summary>Lists an address with so many connections, also where it is listed with another number of them.</summary>
    public void Put(AddressConnections address, int connections)
    {
        lock (_lock)
        {
            _listed.Remove(address);
            address.Rank = connections;
            _listed.Add(address);
        }
    }

    /// <summary>Strikes an address off.</summary>
    public void Remove(AddressConnections address)
    {
        lock (_lock)
            _listed.Remove(address);
    }

    private static int Compare(AddressConnections one, AddressConnections other) =>
        one.Rank != other.Rank ? one.Rank.CompareTo(other.Rank) : one.Number.CompareTo(other.Number);
}
