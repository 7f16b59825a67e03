namespace CodeRunner.Grains.Queue;

/// <summary>
/// Which silo was last given a program, by what it is compiled from: it has, or is about to have, the compiled program in its cache. Only
/// a hint: it knows the latest few thousand, and what it says may be out of date.
/// </summary>
internal sealed class CompileAffinity
{
    /// <summary>Programs remembered: about a hundred bytes each.</summary>
    internal const int Capacity = 4096;

    private readonly Dictionary<long, LinkedListNode<(long Affinity, SiloAddress Silo)>> _places = [];
    private readonly LinkedList<(long Affinity, SiloAddress Silo)> _latest = [];

    /// <summary>The silo to prefer; null when none is known.</summary>
    /// <param name="affinity">See <see cref="Contracts.Execution.QueueEntry.Affinity"/>.</param>
    public SiloAddress? Find(long affinity) => _places.TryGetValue(affinity, out var place) ? place.Value.Silo : null;

    /// <summary>Notes where a program goes; 0 is none.</summary>
    public void Note(long affinity, SiloAddress silo)
    {
        if (affinity == 0)
        {
            return;
        }

        if (_places.Remove(affinity, out var old))
        {
            _latest.Remove(old);
        }
        else if (_places.Count == Capacity && _latest.Last is { } oldest)
        {
            _latest.RemoveLast();
            _places.Remove(oldest.Value.Affinity);
        }

        _places.Add(affinity, _latest.AddFirst((affinity, silo)));
    }
}
