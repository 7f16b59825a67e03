using System.Diagnostics.CodeAnalysis;
using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Queue;

/// <summary>A request to give a slot up.</summary>
/// <param name="For">The client that is to have the slot.</param>
/// <param name="Grace">When the test that runs is stopped; null: it may end.</param>
/// <param name="At">When the silo was asked, as a timestamp of the clock.</param>
internal sealed record YieldRequest(string For, TimeSpan? Grace, long At);

/// <summary>A lease that a silo has.</summary>
/// <param name="Entry">The submission, this attempt included.</param>
/// <param name="Silo">Whose it is.</param>
/// <param name="Observer">Where to revoke it.</param>
internal sealed record HeldLease(QueueEntry Entry, SiloAddress Silo, ILeaseObserver Observer)
{
    /// <summary>Whether the silo has named it, so that it must have received it.</summary>
    public bool Confirmed { get; init; }

    /// <summary>When it was granted or last renewed, as a timestamp of the clock.</summary>
    public long RenewedAt { get; init; }

    /// <summary>When it was granted or taken over, as a timestamp of the clock.</summary>
    public long GrantedAt { get; init; }

    /// <summary>What its silo was asked for last, so that others get its slot; null: nothing.</summary>
    public YieldRequest? Asked { get; init; }
}

/// <summary>Who runs what, until when. Attempt, turn and silo together are the fence: whoever names others is late.</summary>
internal sealed class LeaseTable(TimeSpan duration, TimeProvider time)
{
    private readonly Dictionary<Guid, HeldLease> _leases = [];
    private readonly Dictionary<string, int> _clients = [];

    public int Count => _leases.Count;

    /// <summary>All leases.</summary>
    public IReadOnlyCollection<HeldLease> All => _leases.Values;

    /// <summary>How many leases a client's submissions have.</summary>
    public int CountOf(string client) => _clients.GetValueOrDefault(client);

    public bool Contains(Guid id) => _leases.ContainsKey(id);

    public bool TryFind(Guid id, [NotNullWhen(true)] out HeldLease? lease) => _leases.TryGetValue(id, out lease);

    /// <summary>Gives a lease for the attempt that <paramref name="entry"/> counts.</summary>
    public void Grant(QueueEntry entry, SiloAddress silo, ILeaseObserver observer, bool confirmed = false)
    {
        var now = time.GetTimestamp();
        _leases.Add(entry.Id, new HeldLease(entry, silo, observer) { Confirmed = confirmed, RenewedAt = now, GrantedAt = now });
        AddTo(entry.Client, 1);
    }

    /// <summary>Notes that a silo was asked to give a slot up.</summary>
    public void Ask(Guid id, YieldRequest request) => _leases[id] = _leases[id] with { Asked = request };

    /// <summary>Renews a lease that its silo says it has.</summary>
    /// <returns>False when it is not the silo's.</returns>
    public bool TryRenew(SiloAddress silo, ILeaseObserver observer, Lease lease)
    {
        if (!IsHeld(silo, lease, out var held))
        {
            return false;
        }

        // Of a former turn a silo speaks while its report is under way, or when it is of a version that knows of none.
        var isConfirmed = held.Confirmed || held.Entry.Turn == lease.Turn;
        _leases[lease.Id] = held with { Observer = observer, Confirmed = isConfirmed, RenewedAt = time.GetTimestamp() };
        return true;
    }

    /// <summary>Takes a lease back that its silo is done with.</summary>
    /// <returns>False when it is not the silo's, or a former turn's: a report may come twice.</returns>
    public bool TryEnd(SiloAddress silo, Lease lease, [NotNullWhen(true)] out HeldLease? held) =>
        IsHeld(silo, lease, out held) && held.Entry.Turn == lease.Turn && Remove(lease.Id, out held);

    /// <summary>Takes a lease back, whosever it is.</summary>
    public bool Remove(Guid id, [NotNullWhen(true)] out HeldLease? held)
    {
        if (!_leases.Remove(id, out held))
        {
            return false;
        }

        AddTo(held.Entry.Client, -1);
        return true;
    }

    /// <summary>Puts in what the index knows of a submission that was adopted unknown.</summary>
    public void Describe(QueueEntry entry)
    {
        if (_leases.TryGetValue(entry.Id, out var held))
        {
            AddTo(held.Entry.Client, -1);
            AddTo(entry.Client, 1);
            // Turns are not in the index: only the silo that runs it knew of them.
            _leases[entry.Id] = held with { Entry = entry with { Attempts = Math.Max(entry.Attempts, held.Entry.Attempts), Turn = held.Entry.Turn } };
        }
    }

    /// <summary>Takes back the leases that were not renewed in time.</summary>
    public IReadOnlyList<HeldLease> TakeExpired()
    {
        var now = time.GetTimestamp();
        return TakeWhere(held => time.GetElapsedTime(held.RenewedAt, now) >= duration);
    }

    /// <summary>Takes back the leases that <paramref name="isOver"/> names.</summary>
    public IReadOnlyList<HeldLease> TakeWhere(Func<HeldLease, bool> isOver)
    {
        List<HeldLease> over = [.. _leases.Values.Where(isOver)];
        over.ForEach(held => Remove(held.Entry.Id, out _));
        return over;
    }

    /// <summary>Gives every lease its whole time again.</summary>
    public void RenewAll()
    {
        var now = time.GetTimestamp();
        foreach (var (id, held) in _leases)
        {
            _leases[id] = held with { RenewedAt = now };
        }
    }

    private void AddTo(string client, int change)
    {
        var count = CountOf(client) + change;
        if (count == 0)
        {
            _clients.Remove(client);
        }
        else
        {
            _clients[client] = count;
        }
    }

    private bool IsHeld(SiloAddress silo, Lease lease, [NotNullWhen(true)] out HeldLease? held) =>
        _leases.TryGetValue(lease.Id, out held) && held.Entry.Attempts == lease.Attempt && held.Silo.Equals(silo);
}
