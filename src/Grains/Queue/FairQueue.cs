using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Queue;

/// <summary>
/// What waits. Of two lanes with something waiting the interactive one gives four entries, then the batch one gives one; within
/// a lane every client gives one in turn, but who has fewer slots comes before who has more; a client's own come in the order in which they were queued. All is O(1)
/// but <see cref="PositionOf"/>.
/// </summary>
internal sealed class FairQueue
{
    /// <summary>Interactive entries for one of the batch lane, while both lanes have some.</summary>
    internal const int InteractiveShare = 4;

    private readonly Dictionary<Guid, QueuedEntry> _entries = [];
    private readonly LaneQueue _interactive = new(Lane.Interactive);
    private readonly LaneQueue _batch = new(Lane.Batch);

    /// <summary>Interactive entries given since the last batch one, while batch ones waited.</summary>
    private int _streak;

    public int Count => _entries.Count;

    public int WaitingInteractive => _interactive.Count;

    public int WaitingBatch => _batch.Count;

    /// <summary>Clients with something waiting; one with entries in both lanes counts twice.</summary>
    public int Clients => _interactive.Clients + _batch.Clients;

    public bool Contains(Guid id) => _entries.ContainsKey(id);

    public int CountOf(string client) => _interactive.CountOf(client) + _batch.CountOf(client);

    /// <summary>The entry of a submission that waits; null when it doesn't.</summary>
    public QueueEntry? Find(Guid id) => _entries.TryGetValue(id, out var entry) ? ToEntry(entry) : null;

    /// <summary>Adds an entry behind its client's others.</summary>
    /// <returns>False when it waits already.</returns>
    public bool Enqueue(QueueEntry entry) => Add(entry, first: false);

    /// <summary>Adds an entry before its client's others, as it was leased before them.</summary>
    /// <returns>False when it waits already.</returns>
    public bool EnqueueFirst(QueueEntry entry) => Add(entry, first: true);

    /// <summary>The clients that have something waiting, those of the interactive lane first, each lane's in the order of their turns.</summary>
    /// <param name="most">How many of each lane at most.</param>
    public IEnumerable<WaitingClient> WaitingClients(int most) => _interactive.InTurn(most).Concat(_batch.InTurn(most));

    /// <summary>Takes the oldest entry of a client; null when it has none.</summary>
    public QueueEntry? Dequeue(string client)
    {
        if ((_interactive.FirstOf(client) ?? _batch.FirstOf(client)) is not { } entry)
        {
            return null;
        }

        Remove(entry.Id);
        return ToEntry(entry);
    }

    /// <summary>Takes the entry whose turn it is; null when nothing waits.</summary>
    /// <param name="held">How many slots a client has; null: that doesn't matter.</param>
    public QueueEntry? Dequeue(Func<string, int>? held = null)
    {
        if (Count == 0)
        {
            return null;
        }

        var interactive = _batch.Count == 0 || (_interactive.Count > 0 && _streak < InteractiveShare);
        _streak = interactive && _batch.Count > 0 ? _streak + 1 : 0;
        var entry = (interactive ? _interactive : _batch).Take(held);
        _entries.Remove(entry.Id);
        return ToEntry(entry);
    }

    /// <summary>Takes an entry out, wherever it is.</summary>
    /// <returns>False when it doesn't wait.</returns>
    public bool Remove(Guid id)
    {
        if (!_entries.Remove(id, out var entry))
        {
            return false;
        }

        entry.Client.Lane.Remove(entry);
        return true;
    }

    /// <summary>Which of the next entries it is, from 1, if nothing joins; null when it doesn't wait. O(clients).</summary>
    public int? PositionOf(Guid id)
    {
        if (!_entries.TryGetValue(id, out var entry))
        {
            return null;
        }

        var lane = entry.Client.Lane;
        var before = lane.CountBefore(entry);
        var others = lane == _interactive
            ? Math.Min(_batch.Count, (_streak + before) / InteractiveShare)
            : (int)Math.Min(_interactive.Count, Math.Max(0, ((before + 1L) * InteractiveShare) - _streak));
        return before + others + 1;
    }

    private bool Add(QueueEntry entry, bool first)
    {
        if (_entries.ContainsKey(entry.Id))
        {
            return false;
        }

        var lane = entry.Lane == Lane.Batch ? _batch : _interactive;
        var waiting = new QueuedEntry(lane.Join(entry.Client), entry.Id, entry.Attempts, entry.CreatedAt, entry.Affinity, entry.Turn);
        lane.Add(waiting, first);
        _entries.Add(entry.Id, waiting);
        return true;
    }

    private static QueueEntry ToEntry(QueuedEntry entry) =>
        new(entry.Id, entry.Client.Name, entry.Client.Lane.Lane, entry.Attempts, entry.CreatedAt, entry.Affinity, entry.Turn);
}
