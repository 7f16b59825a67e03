using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Queue;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class FairQueueTests
{
    private readonly FairQueue _queue = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    /// <summary>
    /// What is queued, then what comes out: a client's name in lower case is interactive, in upper case batch; digits number a
    /// client's entries.
    /// </summary>
    public static TheoryData<string, string> Orders => new()
    {
        { "", "" },
        { "a1", "a1" },
        { "A1", "A1" },
        { "a1 a2 a3", "a1 a2 a3" },
        { "A1 A2 A3", "A1 A2 A3" },
        { "a1 a2 a3 b1", "a1 b1 a2 a3" },
        { "a1 a2 a3 b1 b2 c1", "a1 b1 c1 a2 b2 a3" },
        { "a1 b1 c1 a2 b2 c2", "a1 b1 c1 a2 b2 c2" },
        { "b1 a1 a2 b2", "b1 a1 b2 a2" },
        { "a1 a2 a3 a4 a5 a6 a7 a8 a9 b1", "a1 b1 a2 a3 a4 a5 a6 a7 a8 a9" },
        { "A1 A2 B1", "A1 B1 A2" },
        { "a1 A1", "a1 A1" },
        { "A1 a1", "a1 A1" },
        { "A1 A2 a1 a2 a3 a4 a5 a6 a7 a8 a9", "a1 a2 a3 a4 A1 a5 a6 a7 a8 A2 a9" },
        { "a1 a2 a3 a4 a5 A1", "a1 a2 a3 a4 A1 a5" },
        { "a1 a2 A1 A2 A3", "a1 a2 A1 A2 A3" },
        { "a1 b1 a2 b2 a3 C1 D1 C2", "a1 b1 a2 b2 C1 a3 D1 C2" },
        { "A1 B1 a1 b1 a2 b2 a3 b3 a4 b4", "a1 b1 a2 b2 A1 a3 b3 a4 b4 B1" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Dequeue_LanesAndClients_TakeTurns(string queued, string expected)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var name in queued.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var entry = Some.Entry(name[..1], char.IsUpper(name[0]) ? Lane.Batch : Lane.Interactive);
            names.Add(entry.Id, name);
            Assert.True(_queue.Enqueue(entry));
        }

        var order = string.Join(' ', Drain().Select(entry => names[entry.Id]));

        Assert.Equal(expected, order);
        Assert.Equal(0, _queue.Clients);
    }

    [Fact]
    public void Dequeue_BothLanesFull_GivesFourToOne()
    {
        for (var i = 0; i < 100; i++)
        {
            _queue.Enqueue(Some.Entry());
            _queue.Enqueue(Some.Entry(lane: Lane.Batch));
        }

        var first = Enumerable.Range(0, 50).Select(_ => _queue.Dequeue()!.Lane).ToList();

        Assert.Equal(40, first.Count(lane => lane == Lane.Interactive));
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => i % 5 == 4 ? Lane.Batch : Lane.Interactive), first);
    }

    [Fact]
    public void Dequeue_OneAmongTenThousand_IsNotLeftBehind()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _queue.Enqueue(Some.Entry("many"));
        }

        var single = Some.Entry("single");
        _queue.Enqueue(single);

        Assert.Equal(2, _queue.PositionOf(single.Id));
        _queue.Dequeue();
        Assert.Equal(single.Id, _queue.Dequeue()!.Id);
    }

    [Fact]
    public void Dequeue_Entry_KeepsItsMembers()
    {
        var entry = Some.Entry("ann", Lane.Batch, attempts: 2);
        _queue.Enqueue(entry);

        Assert.Equal(entry, _queue.Find(entry.Id));
        Assert.Equal(entry, _queue.Dequeue());
        Assert.Null(_queue.Dequeue());
    }

    [Fact]
    public void Enqueue_SameTwice_IsRefused()
    {
        var entry = Some.Entry();

        Assert.True(_queue.Enqueue(entry));
        Assert.False(_queue.Enqueue(entry));
        Assert.False(_queue.EnqueueFirst(entry));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void EnqueueFirst_ClientHasOthers_ComesBeforeThem()
    {
        var (first, second, again) = (Some.Entry(), Some.Entry(), Some.Entry(attempts: 1));
        _queue.Enqueue(first);
        _queue.Enqueue(second);
        _queue.EnqueueFirst(again);

        Assert.Equal([1, 2, 3], new[] { again, first, second }.Select(entry => _queue.PositionOf(entry.Id)!.Value));
        Assert.Equal([again, first, second], Drain());
    }

    [Fact]
    public void EnqueueFirst_AnotherClientsTurn_DoesNotJumpIt()
    {
        var (other, again) = (Some.Entry("ben"), Some.Entry("ann", attempts: 1));
        _queue.Enqueue(other);
        _queue.EnqueueFirst(again);

        Assert.Equal([other, again], Drain());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Remove_AnyOfAClients_LeavesTheRestInOrder(int removed)
    {
        var entries = Enumerable.Range(0, 4).Select(_ => Some.Entry()).ToList();
        entries.ForEach(entry => _queue.Enqueue(entry));

        Assert.True(_queue.Remove(entries[removed].Id));
        Assert.False(_queue.Remove(entries[removed].Id));
        Assert.False(_queue.Contains(entries[removed].Id));
        Assert.Null(_queue.PositionOf(entries[removed].Id));
        entries.RemoveAt(removed);
        Assert.Equal(entries, Drain());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void Remove_WholeClient_LeavesTheRing(string removed)
    {
        var entries = new[] { "a", "b", "c" }.Select(client => Some.Entry(client)).ToList();
        entries.ForEach(entry => _queue.Enqueue(entry));

        _queue.Remove(entries.Single(entry => entry.Client == removed).Id);

        Assert.Equal(2, _queue.Clients);
        Assert.Equal(entries.Where(entry => entry.Client != removed), Drain());
    }

    [Fact]
    public void Remove_TheOneWhoseTurnItIs_PassesTheTurnOn()
    {
        var entries = new[] { "a", "b", "c", "a", "b", "c" }.Select(client => Some.Entry(client)).ToList();
        entries.ForEach(entry => _queue.Enqueue(entry));
        _queue.Dequeue();

        _queue.Remove(entries[1].Id);
        _queue.Remove(entries[4].Id);

        Assert.Equal([entries[2], entries[3], entries[5]], Drain());
    }

    [Fact]
    public void Counts_EntriesComeAndGo_AreRight()
    {
        var batch = Some.Entry("ann", Lane.Batch);
        _queue.Enqueue(Some.Entry("ann"));
        _queue.Enqueue(Some.Entry("ben"));
        _queue.Enqueue(batch);

        Assert.Equal((2, 1, 3), (_queue.WaitingInteractive, _queue.WaitingBatch, _queue.Count));
        Assert.Equal((2, 1, 0), (_queue.CountOf("ann"), _queue.CountOf("ben"), _queue.CountOf("eve")));
        Assert.Equal(3, _queue.Clients);
        _queue.Remove(batch.Id);
        _queue.Dequeue();
        Assert.Equal((1, 0, 1), (_queue.WaitingInteractive, _queue.WaitingBatch, _queue.Count));
        Assert.Equal((0, 1), (_queue.CountOf("ann"), _queue.CountOf("ben")));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PositionOf_AnyMix_IsThePlaceInTheOrder(int seed)
    {
        var random = new Random(seed);
        Fill(random, random.Next(1, 80), random.Next(1, 8));
        for (var i = random.Next(0, 6); i > 0; i--)
        {
            _queue.Dequeue();
        }

        Fill(random, random.Next(1, 40), random.Next(1, 8));
        var positions = _known.Where(_queue.Contains).ToDictionary(id => id, id => _queue.PositionOf(id)!.Value);

        var order = Drain().Select((entry, i) => (entry.Id, Position: i + 1)).ToDictionary(pair => pair.Id, pair => pair.Position);

        Assert.Equal(order.OrderBy(pair => pair.Value), positions.OrderBy(pair => pair.Value));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Queue_RandomUse_LosesAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        var expected = new HashSet<Guid>();
        for (var i = 0; i < 500; i++)
        {
            switch (random.Next(4))
            {
                case 0 when expected.Count > 0:
                    var victim = expected.ElementAt(random.Next(expected.Count));
                    Assert.True(_queue.Remove(victim));
                    expected.Remove(victim);
                    break;
                case 1:
                    var taken = _queue.Dequeue();
                    Assert.Equal(expected.Count > 0, taken is not null);
                    Assert.True(taken is null || expected.Remove(taken.Id));
                    break;
                default:
                    var entry = Some.Entry($"client {random.Next(5)}", random.Next(3) == 0 ? Lane.Batch : Lane.Interactive);
                    expected.Add(entry.Id);
                    Assert.True(random.Next(4) == 0 ? _queue.EnqueueFirst(entry) : _queue.Enqueue(entry));
                    break;
            }

            Assert.Equal(expected.Count, _queue.Count);
            Assert.All(expected, id => Assert.InRange(_queue.PositionOf(id)!.Value, 1, expected.Count));
        }

        Assert.Equal(expected, Drain().Select(entry => entry.Id).ToHashSet());
    }

    [Fact]
    public void Enqueue_HundredThousand_CostsAtMost300BytesEach()
    {
        const int Count = 100_000;
        var entries = Enumerable.Range(0, Count).Select(static i => Some.Entry($"client number {i % 100}")).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();

        entries.ForEach(entry => _queue.Enqueue(entry));

        // What the table threw away as it grew is counted too.
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        Assert.Equal(Count, _queue.Count);
        Assert.InRange(each, 1, 300);
    }

    private readonly List<Guid> _known = [];

    private void Fill(Random random, int count, int clients)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = Some.Entry($"client {random.Next(clients)}", random.Next(3) == 0 ? Lane.Batch : Lane.Interactive);
            _known.Add(entry.Id);
            _queue.Enqueue(entry);
        }
    }

    private List<QueueEntry> Drain()
    {
        var entries = new List<QueueEntry>();
        while (_queue.Dequeue() is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
