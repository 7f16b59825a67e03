namespace CodeRunner.Toolchains.Cache;

/// <summary>Which entries of a cache there are, how large they are, and which of them was not used for longest. For many callers at a time.</summary>
internal sealed class LeastRecentlyUsed
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, long Size)>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, long Size)> _order = [];
    private long _bytes;

    /// <summary>The size of all.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The one to remove first; null when there is none.</summary>
    public string? Oldest
    {
        get
        {
            lock (_gate)
            {
                return _order.First?.Value.Key;
            }
        }
    }

    /// <summary>Adds one as the one used last, or changes its size.</summary>
    public void Add(string key, long size)
    {
        lock (_gate)
        {
            Take(key);
            _entries.Add(key, _order.AddLast((key, size)));
            _bytes += size;
        }
    }

    /// <summary>Whether there is one, which then is the one used last.</summary>
    public bool TryUse(string key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
                return false;
            _order.Remove(node);
            _order.AddLast(node);
            return true;
        }
    }

    /// <summary>Whether there is one.</summary>
    public bool Contains(string key)
    {
        lock (_gate)
        {
            return _entries.ContainsKey(key);
        }
    }

    /// <summary>Takes one out; does nothing when there is none.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            Take(key);
        }
    }

    private void Take(string key)
    {
        if (!_entries.Remove(key, out var node))
            return;
        _order.Remove(node);
        _bytes -= node.Value.Size;
    }
}
