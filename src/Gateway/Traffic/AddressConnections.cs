namespace CodeRunner.Gateway.Traffic;

/// <summary>The connections of one address, the idle ones in the order in which they became so.</summary>
/// <param name="idle">Where it is listed while it has idle ones.</param>
internal sealed class AddressConnections(IdleAddresses idle)
{
    private readonly Lock _lock = new();
    private readonly HashSet<TrackedConnection> _open = [];
    private readonly LinkedList<TrackedConnection> _idle = [];

    private int _requests;
    private bool _isListed;

    /// <summary>A number that no other address has.</summary>
    public long Number { get; } = idle.NextNumber();

    /// <summary>As how large it is listed; belongs to <see cref="IdleAddresses"/>.</summary>
    public int Rank { get; set; }

    /// <summary>How many there are, with the requests that count as one each.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count + _requests;
        }
    }

    /// <summary>Counts a request that has no connection to itself like a connection.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool TryAddRequest(int most)
    {
        lock (_lock)
        {
            if (_open.Count + _requests >= most)
                return false;
            _requests++;
            return true;
        }
    }

    /// <summary>Such a request was answered.</summary>
    public void RemoveRequest()
    {
        lock (_lock)
            _requests--;
    }

    /// <summary>Adds a new one, idle.</summary>
    public void Add(TrackedConnection connection)
    {
        lock (_lock)
        {
            _open.Add(connection);
            _idle.AddLast(connection.Idle);
            List();
        }
    }

    /// <summary>Takes one away that was closed.</summary>
    /// <returns>Whether it was still counted.</returns>
    public bool Remove(TrackedConnection connection)
    {
        lock (_lock)
        {
            if (connection.Idle.List is not null)
                _idle.Remove(connection.Idle);
            var wasCounted = _open.Remove(connection);
            ListAgain();
            return wasCounted;
        }
    }

    /// <summary>Takes the one away that has been idle for longest, to be cut off; null where none is idle.</summary>
    public TrackedConnection? RemoveIdle()
    {
        lock (_lock)
        {
            var first = _idle.First?.Value;
            if (first is not null)
            {
                _idle.RemoveFirst();
                _open.Remove(first);
            }

            ListAgain();
            return first;
        }
    }

    /// <summary>One became idle, or is no more.</summary>
    public void Update(TrackedConnection connection)
    {
        lock (_lock)
        {
            // Asked under the lock: of two changes at the same time the later one to get here sees both.
            var isIdle = connection.Idle.List is not null;
            if (connection.IsIdle && !isIdle && _open.Contains(connection))
            {
                _idle.AddLast(connection.Idle);
                if (!_isListed)
                    List();
            }
            else if (!connection.IsIdle && isIdle)
            {
                _idle.Remove(connection.Idle);
            }
        }
    }

    private void List()
    {
        idle.Put(this, _open.Count);
        _isListed = true;
    }

    private void ListAgain()
    {
        if (!_isListed)
            return;
        if (_idle.Count > 0)
        {
            List();
            return;
        }

        idle.Remove(this);
        _isListed = false;
    }
}
