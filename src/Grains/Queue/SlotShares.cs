using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Grains.Queue;

/// <summary>
/// Decides who must give a slot up for whom, when all slots are taken. A client is above its share when it has at least two slots more than one that
/// waits: then one of them changes hands, in the middle of a test where need be. What it gives up is what it began last, so that its oldest work
/// always goes on. Where nobody is above its share, a run that has had its time makes room at the end of a test.
/// </summary>
/// <param name="grace">How long the test that runs may go on; also how old a run must be before it is asked.</param>
/// <param name="slice">How long a run has its slot before it makes room for a client with fewer.</param>
/// <param name="time">The clock.</param>
internal sealed class SlotShares(TimeSpan grace, TimeSpan slice, TimeProvider time)
{
    /// <summary>After so many turns the time that a test is left in peace grows no more; it is beyond what a test may take by then.</summary>
    private const int MostDoublings = 10;

    /// <summary>After that a silo is asked once more: the message may be lost, or it came before the run.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(5);

    /// <summary>Names the leases whose silos must be asked.</summary>
    public IEnumerable<(HeldLease Lease, YieldRequest Request)> Plan(IReadOnlyCollection<HeldLease> leases, IEnumerable<WaitingClient> waiting)
    {
        var holders = new Dictionary<string, Holder>();
        foreach (var lease in leases)
        {
            // What is being stopped is the other's already.
            var owner = lease.Asked is { Grace: not null } asked && time.GetElapsedTime(asked.At) < AskAgainAfter ? asked.For : lease.Entry.Client;
            var holder = holders.TryGetValue(owner, out var known) ? known : holders[owner] = new Holder();
            holder.Slots++;
            if (owner == lease.Entry.Client)
            {
                holder.Leases.Add(lease);
            }
        }

        var wanting = waiting.Select(client => new Wanting(client, holders.GetValueOrDefault(client.Name)?.Slots ?? 0)).ToList();
        while (wanting.Count > 0 && wanting.MinBy(static client => client.Slots) is { } poorest && Choose(holders, poorest) is { } choice)
        {
            yield return (choice.Lease, new YieldRequest(poorest.Client.Name, choice.Grace, time.GetTimestamp()));
            choice.Holder.Slots--;
            choice.Holder.Leases.Remove(choice.Lease);
            poorest.Slots++;
            if (--poorest.Left == 0)
            {
                wanting.Remove(poorest);
            }
        }
    }

    private (Holder Holder, HeldLease Lease, TimeSpan? Grace)? Choose(Dictionary<string, Holder> holders, Wanting poorest)
    {
        var richest = holders
            .Where(holder => holder.Key != poorest.Client.Name && holder.Value.Leases.Count > 0)
            .Select(static holder => holder.Value)
            .MaxBy(static holder => holder.Slots);
        if (richest is null || richest.Slots <= poorest.Slots)
        {
            return null;
        }

        // What waits in the batch lane gives way: for it no test is stopped.
        TimeSpan? inTheMiddle = poorest.Client.Lane == Lane.Interactive ? grace : null;
        if (richest.Slots >= poorest.Slots + 2)
        {
            var youngest = richest.Leases.Where(lease => IsOlder(lease, grace)).MaxBy(static lease => lease.GrantedAt);
            return youngest is null ? null : (richest, youngest, inTheMiddle);
        }

        // In the middle of a test only after ever longer turns, so that no test is begun again for ever.
        var oldest = richest.Leases.Where(lease => IsOlder(lease, slice)).MinBy(static lease => lease.GrantedAt);
        return oldest is null ? null : (richest, oldest, poorest.Slots == 0 && IsOlder(oldest, LongestIn(oldest.Entry.Turn)) ? inTheMiddle : null);
    }

    private TimeSpan LongestIn(int turn) => slice * (1 << Math.Min(turn, MostDoublings));

    private bool IsOlder(HeldLease lease, TimeSpan age) => time.GetElapsedTime(lease.GrantedAt) >= age;

    private sealed class Holder
    {
        public int Slots { get; set; }

        public List<HeldLease> Leases { get; } = [];
    }

    private sealed class Wanting(WaitingClient client, int slots)
    {
        public WaitingClient Client => client;

        public int Slots { get; set; } = slots;

        public int Left { get; set; } = client.Count;
    }
}
