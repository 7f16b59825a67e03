namespace CodeRunner.Sandbox.Linux;

/// <summary>Gives every living sandbox a uid of its own, as some limits of the kernel count by user over all namespaces.</summary>
internal sealed class UidAllocator(int first, int count)
{
    private readonly Lock _gate = new();
    private readonly Queue<int> _free = new(Enumerable.Range(first, count));

    /// <summary>How many are not free.</summary>
    public int InUse
    {
        get
        {
            lock (_gate)
            {
                return count - _free.Count;
            }
        }
    }

    /// <summary>Takes the uid that has been free for longest.</summary>
    /// <exception cref="SandboxException">All are in use.</exception>
    public int Take()
    {
        lock (_gate)
        {
            return _free.TryDequeue(out var uid) ? uid : throw new SandboxException($"All {count} sandbox uids (Sandbox:Native:UidsPerServer) are in use.");
        }
    }

    /// <summary>Gives one back, once nothing of it is left.</summary>
    public void Return(int uid)
    {
        lock (_gate)
        {
            _free.Enqueue(uid);
        }
    }
}
