using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Queue;

/// <summary>A client that has something waiting in a lane.</summary>
/// <param name="Name">The client.</param>
/// <param name="Lane">The lane.</param>
/// <param name="Count">How much.</param>
internal sealed record WaitingClient(string Name, Lane Lane, int Count);

/// <summary>One lane: a ring of the clients that have something waiting, of whom each gives one entry in turn.</summary>
internal sealed class LaneQueue(Lane lane)
{
    /// <summary>So many clients are compared when one is to be chosen, so that a crowd doesn't make it slow.</summary>
    private const int MostLookedAt = 64;

    private readonly Dictionary<string, ClientQueue> _clients = [];
    private ClientQueue? _turn;

    public Lane Lane => lane;

    public int Count { get; private set; }

    public int Clients => _clients.Count;

    public int CountOf(string client) => _clients.TryGetValue(client, out var queue) ? queue.Count : 0;

    /// <summary>The client's queue, which joins the ring as the last whose turn comes.</summary>
    public ClientQueue Join(string client)
    {
        if (!_clients.TryGetValue(client, out var queue))
        {
            _clients.Add(client, queue = new ClientQueue(client, this));
            Link(queue);
        }

        return queue;
    }

    public void Add(QueuedEntry entry, bool first)
    {
        if (first)
        {
            entry.Client.AddFirst(entry);
        }
        else
        {
            entry.Client.AddLast(entry);
        }

        Count++;
    }

    public void Remove(QueuedEntry entry)
    {
        var client = entry.Client;
        client.Remove(entry);
        Count--;
        if (client.Count == 0)
        {
            _clients.Remove(client.Name);
            Unlink(client);
        }
    }

    /// <summary>A client's oldest entry; null when it has none.</summary>
    public QueuedEntry? FirstOf(string client) => _clients.TryGetValue(client, out var queue) ? queue.First : null;

    /// <summary>The clients in the order of their turns.</summary>
    public IEnumerable<WaitingClient> InTurn(int most)
    {
        var client = _turn;
        for (var i = 0; client is not null && i < Math.Min(most, Clients); i++)
        {
            yield return new WaitingClient(client.Name, Lane, client.Count);
            client = client.Next;
        }
    }

    /// <summary>
    /// Takes the oldest entry of the client whose turn it is, among those that have the fewest slots. The lane must not be empty.
    /// </summary>
    public QueuedEntry Take(Func<string, int>? held)
    {
        var client = _turn ?? throw new InvalidOperationException("The lane is empty.");
        client = held is null ? client : WithFewest(client, held);
        _turn = client.Next;
        var entry = client.First!; // A client in the ring has an entry.
        Remove(entry);
        return entry;
    }

    /// <summary>The first from a client on that has no slot, else the one that has the fewest.</summary>
    private static ClientQueue WithFewest(ClientQueue first, Func<string, int> held)
    {
        var (best, fewest) = (first, held(first.Name));
        var client = first.Next!; // A ring has no end.
        for (var i = 1; i < MostLookedAt && fewest > 0 && client != first; i++)
        {
            if (held(client.Name) is var slots && slots < fewest)
            {
                (best, fewest) = (client, slots);
            }

            client = client.Next!; // A ring has no end.
        }

        return best;
    }

    /// <summary>How many entries of this lane come before one, if nothing joins: one of every client a round.</summary>
    public int CountBefore(QueuedEntry entry)
    {
        var index = entry.Client.IndexOf(entry);
        var before = index;
        var earlierInRing = true;
        var client = _turn!; // The entry is in this lane, so the ring is not empty.
        do
        {
            if (client == entry.Client)
            {
                earlierInRing = false;
            }
            else
            {
                before += Math.Min(client.Count, earlierInRing ? index + 1 : index);
            }

            client = client.Next!; // A ring has no end.
        }
        while (client != _turn);
        return before;
    }

    private void Link(ClientQueue client)
    {
        if (_turn is null)
        {
            _turn = client.Next = client.Previous = client;
            return;
        }

        var last = _turn.Previous!; // A ring has no end.
        (client.Previous, client.Next) = (last, _turn);
        last.Next = _turn.Previous = client;
    }

    private void Unlink(ClientQueue client)
    {
        if (client.Next == client)
        {
            _turn = null;
        }
        else
        {
            client.Previous!.Next = client.Next; // A ring has no end.
            client.Next!.Previous = client.Previous;
            _turn = _turn == client ? client.Next : _turn;
        }

        (client.Previous, client.Next) = (null, null);
    }
}
