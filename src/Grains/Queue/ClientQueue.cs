namespace CodeRunner.Grains.Queue;

/// <summary>
/// What one client has waiting in one lane, oldest first, and the client's place in the ring of clients. Its name is
/// kept once for all its entries.
/// </summary>
internal sealed class ClientQueue(string name, LaneQueue lane)
{
    public string Name => name;

    public LaneQueue Lane => lane;

    public int Count { get; private set; }

    public ClientQueue? Next { get; set; }

    public ClientQueue? Previous { get; set; }

    public QueuedEntry? First { get; private set; }

    private QueuedEntry? Last { get; set; }

    public void AddLast(QueuedEntry entry)
    {
        (entry.Previous, entry.Next) = (Last, null);
        if (Last is null)
        {
            First = entry;
        }
        else
        {
            entry.Number = Last.Number + 1;
            Last.Next = entry;
        }

        Last = entry;
        Count++;
    }

    public void AddFirst(QueuedEntry entry)
    {
        (entry.Previous, entry.Next) = (null, First);
        if (First is null)
        {
            Last = entry;
        }
        else
        {
            entry.Number = First.Number - 1;
            First.Previous = entry;
        }

        First = entry;
        Count++;
    }

    public void Remove(QueuedEntry entry)
    {
        if (entry.Previous is null)
        {
            First = entry.Next;
        }
        else
        {
            entry.Previous.Next = entry.Next;
        }

        if (entry.Next is null)
        {
            Last = entry.Previous;
        }
        else
        {
            entry.Next.Previous = entry.Previous;
        }

        (entry.Previous, entry.Next) = (null, null);
        Count--;
    }

    /// <summary>How many of the client's entries come before this one; too many by those cancelled in between.</summary>
    public int IndexOf(QueuedEntry entry) => (int)Math.Clamp(entry.Number - First!.Number, 0, Count - 1); // It holds the entry, so there is a first.
}

/// <summary>An entry that waits: some 80 bytes, as there may be a million.</summary>
internal sealed class QueuedEntry(ClientQueue client, Guid id, int attempts, DateTimeOffset createdAt, long affinity, int turn)
{
    private readonly long _createdAt = createdAt.UtcTicks;

    public Guid Id => id;

    public ClientQueue Client => client;

    public int Attempts => attempts;

    public DateTimeOffset CreatedAt => new(_createdAt, TimeSpan.Zero);

    public long Affinity => affinity;

    public int Turn => turn;

    /// <summary>Grows along the client's queue.</summary>
    public long Number { get; set; }

    public QueuedEntry? Previous { get; set; }

    public QueuedEntry? Next { get; set; }
}
