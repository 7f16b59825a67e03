using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Queue;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class SlotSharesTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);
    private static readonly WaitingClient Ben = new("ben", Lane.Interactive, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly SlotShares _shares;
    private readonly List<HeldLease> _leases = [];

    public SlotSharesTests()
    {
        // A timestamp of 0 would be the clock's very beginning.
        _time.Advance(TimeSpan.FromSeconds(1));
        _shares = new(Grace, Slice, _time);
    }

    [Fact]
    public void Plan_OneHasAllSlots_GivesUpWhatItBeganLast()
    {
        Run("ann");
        var youngest = Run("ann");
        _time.Advance(Grace);

        var (lease, request) = Assert.Single(Plan(Ben));

        Assert.Same(youngest, lease);
        Assert.Equal(("ben", Grace), (request.For, request.Grace));
    }

    [Fact]
    public void Plan_JustBegun_MayGoOnForAWhile()
    {
        Run("ann");
        Run("ann");
        _time.Advance(Grace - TimeSpan.FromMilliseconds(1));

        Assert.Empty(Plan(Ben));
    }

    [Fact]
    public void Plan_AskedAlready_AsksForNoSecondSlot()
    {
        Run("ann");
        Run("ann");
        _time.Advance(Grace);
        var (lease, request) = Assert.Single(Plan(Ben));
        _leases[_leases.IndexOf(lease)] = lease with { Asked = request };

        Assert.Empty(Plan(Ben));
    }

    [Fact]
    public void Plan_AskedInVain_AsksOnceMore()
    {
        Run("ann");
        Run("ann");
        _time.Advance(Grace);
        var (lease, request) = Assert.Single(Plan(Ben));
        _leases[_leases.IndexOf(lease)] = lease with { Asked = request };

        _time.Advance(SlotShares.AskAgainAfter);

        Assert.Equal(lease.Entry.Id, Assert.Single(Plan(Ben)).Lease.Entry.Id);
    }

    [Fact]
    public void Plan_TheOneWithAllSlotsWaitsToo_GivesOneUp()
    {
        Run("ann");
        Run("ann");
        _time.Advance(Grace);

        Assert.Single(Plan(new WaitingClient("ann", Lane.Interactive, 100), Ben));
    }

    [Fact]
    public void Plan_EverybodyHasHisShare_AsksNobody()
    {
        Run("ann");
        Run("ben");
        _time.Advance(Slice);

        Assert.Empty(Plan(Ben, new WaitingClient("ann", Lane.Interactive, 100)));
    }

    [Theory]
    [InlineData(4, 1, 2)]
    [InlineData(4, 4, 2)]
    [InlineData(8, 1, 4)]
    [InlineData(9, 2, 6)]
    public void Plan_ManySlots_LeavesEverybodyTheSame(int slots, int others, int given)
    {
        for (var i = 0; i < slots; i++)
            Run("ann");
        _time.Advance(Grace);

        var plan = Plan([.. Enumerable.Range(0, others).Select(static i => new WaitingClient($"c{i}", Lane.Interactive, 100))]);

        // Of 4 slots for 5 clients everybody's share is less than one: the last one is kept for its slice.
        Assert.Equal(others == 4 ? 3 : given, plan.Count);
    }

    [Fact]
    public void Plan_MoreClientsThanSlots_GiveWayAtTheEndOfATestAfterTheirSlice()
    {
        var oldest = Run("ann", turn: 1);
        Run("cid", turn: 1);
        _time.Advance(Slice - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Plan(Ben));

        _time.Advance(TimeSpan.FromMilliseconds(1));

        var (lease, request) = Assert.Single(Plan(Ben));
        Assert.Same(oldest, lease);
        Assert.Null(request.Grace);
    }

    [Fact]
    public void Plan_OneSlot_LeavesATestInPeaceForEverLonger()
    {
        Run("ann");
        _time.Advance(Slice);
        Assert.Equal(Grace, Assert.Single(Plan(Ben)).Request.Grace);

        _leases[0] = _leases[0] with { Entry = _leases[0].Entry with { Turn = 1 } };

        Assert.Null(Assert.Single(Plan(Ben)).Request.Grace);

        _time.Advance(Slice);
        Assert.Equal(Grace, Assert.Single(Plan(Ben)).Request.Grace);
    }

    [Fact]
    public void Plan_BatchWaits_StopsNoTest()
    {
        Run("ann");
        Run("ann");
        _time.Advance(Grace);

        Assert.Null(Assert.Single(Plan(Ben with { Lane = Lane.Batch })).Request.Grace);
    }

    private HeldLease Run(string client, int turn = 0)
    {
        var lease = new HeldLease(Some.Entry(client) with { Turn = turn }, SiloAddress.Zero, new Nobody()) { GrantedAt = _time.GetTimestamp() };
        _leases.Add(lease);
        _time.Advance(TimeSpan.FromTicks(1));
        return lease;
    }

    private List<(HeldLease Lease, YieldRequest Request)> Plan(params WaitingClient[] waiting) => [.. _shares.Plan(_leases, waiting)];

    private sealed class Nobody : ILeaseObserver
    {
        public Task RevokeAsync(Lease lease) => Task.CompletedTask;

        public Task YieldAsync(Lease lease, TimeSpan? grace) => Task.CompletedTask;
    }
}
