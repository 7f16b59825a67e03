using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Queue;

/// <summary>Places in the queue for submissions that are being stored; a place lapses when nobody comes for it.</summary>
internal sealed class Reservations(TimeSpan lifetime, TimeProvider time)
{
    private readonly Dictionary<Guid, (string Client, long At)> _places = [];
    private readonly Dictionary<string, int> _clients = [];
    private readonly Queue<(Guid Id, long At)> _ages = [];

    public int Count => _places.Count;

    public bool Contains(Guid id) => _places.ContainsKey(id);

    public int CountOf(string client) => _clients.GetValueOrDefault(client);

    /// <summary>Reserves a place. The id must not have one.</summary>
    public void Add(QueueEntry entry)
    {
        var now = time.GetTimestamp();
        _places.Add(entry.Id, (entry.Client, now));
        _clients[entry.Client] = CountOf(entry.Client) + 1;
        _ages.Enqueue((entry.Id, now));
    }

    /// <summary>Gives a place up, or takes it for the queue.</summary>
    /// <returns>False when there is none.</returns>
    public bool Remove(Guid id)
    {
        if (!_places.Remove(id, out var place))
        {
            return false;
        }

        if (--_clients[place.Client] == 0)
        {
            _clients.Remove(place.Client);
        }

        return true;
    }

    /// <summary>Gives up the places for which nobody came in time.</summary>
    public void Prune()
    {
        while (_ages.TryPeek(out var oldest) && (time.GetElapsedTime(oldest.At) >= lifetime || !IsCurrent(oldest)))
        {
            _ages.Dequeue();
            if (IsCurrent(oldest))
            {
                Remove(oldest.Id);
            }
        }
    }

    private bool IsCurrent((Guid Id, long At) age) => _places.TryGetValue(age.Id, out var place) && place.At == age.At;
}
