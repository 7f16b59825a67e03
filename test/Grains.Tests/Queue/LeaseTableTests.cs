using System.Net;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Queue;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Queue;

public sealed class LeaseTableTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly SiloAddress Here = SiloAddress.New(IPAddress.Loopback, 1, 1);
    private static readonly SiloAddress There = SiloAddress.New(IPAddress.Loopback, 2, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly LeaseTable _leases;
    private readonly ILeaseObserver _observer = new Deaf();

    public LeaseTableTests() => _leases = new(Duration, _time);

    /// <summary>Who says that it has which attempt of the lease for attempt 2 on this silo, and whether that is so.</summary>
    public static TheoryData<bool, int, bool> Claims => new()
    {
        { true, 2, true },
        { true, 1, false },
        { true, 3, false },
        { true, 0, false },
        { false, 2, false },
        { false, 1, false },
        { false, 3, false },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void TryRenew_Claim_IsHeldOnlyBySiloAndAttempt(bool here, int attempt, bool held)
    {
        var lease = Grant(attempts: 2) with { Attempt = attempt };

        Assert.Equal(held, _leases.TryRenew(here ? Here : There, _observer, lease));
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public void TryEnd_Claim_IsHeldOnlyBySiloAndAttempt(bool here, int attempt, bool held)
    {
        var lease = Grant(attempts: 2) with { Attempt = attempt };

        Assert.Equal(held, _leases.TryEnd(here ? Here : There, lease, out _));
        Assert.Equal(!held, _leases.Contains(lease.Id));
    }

    /// <summary>A report that is repeated, as its answer was lost, must not end the turn that was given meanwhile.</summary>
    [Fact]
    public void TryEnd_FormerTurn_IsFalse()
    {
        var lease = Grant(turn: 1);

        Assert.False(_leases.TryEnd(Here, lease with { Turn = 0 }, out _));
        Assert.True(_leases.TryEnd(Here, lease, out _));
    }

    /// <summary>Who names a former turn has not said that it has this one. Silos of an earlier version name none, and keep theirs.</summary>
    [Fact]
    public void TryRenew_FormerTurn_RenewsButDoesNotConfirm()
    {
        var lease = Grant(turn: 1);

        Assert.True(_leases.TryRenew(Here, _observer, lease with { Turn = 0 }));

        Assert.True(_leases.TryFind(lease.Id, out var held));
        Assert.False(held.Confirmed);
        Assert.True(_leases.TryRenew(Here, _observer, lease));
        Assert.True(_leases.TryRenew(Here, _observer, lease with { Turn = 0 }));
        Assert.True(_leases.TryFind(lease.Id, out held));
        Assert.True(held.Confirmed);
    }

    [Fact]
    public void TryEnd_UnknownId_IsFalse() => Assert.False(_leases.TryEnd(Here, new Lease(Guid.NewGuid(), 1, 0), out _));

    [Fact]
    public void TryEnd_Twice_IsFalseTheSecondTime()
    {
        var lease = Grant();

        Assert.True(_leases.TryEnd(Here, lease, out var held));
        Assert.Equal(lease.Id, held.Entry.Id);
        Assert.False(_leases.TryEnd(Here, lease, out _));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(14_999, false)]
    [InlineData(15_000, true)]
    [InlineData(60_000, true)]
    public void TakeExpired_NotRenewed_TakesAfterItsDuration(int milliseconds, bool expired)
    {
        var lease = Grant();

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expired ? [lease.Id] : Array.Empty<Guid>(), _leases.TakeExpired().Select(held => held.Entry.Id));
        Assert.Equal(!expired, _leases.Contains(lease.Id));
    }

    [Fact]
    public void TakeExpired_OneRenewed_TakesTheOther()
    {
        var (renewed, other) = (Grant(), Grant());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_leases.TryRenew(Here, _observer, renewed));
        _time.Advance(TimeSpan.FromSeconds(5));

        var expired = Assert.Single(_leases.TakeExpired());

        Assert.Equal(other.Id, expired.Entry.Id);
        Assert.False(expired.Confirmed);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Assert.Single(_leases.TakeExpired()).Confirmed);
    }

    [Fact]
    public void RenewAll_AfterAPause_GivesAllTheirWholeTime()
    {
        Grant();
        _time.Advance(Duration);
        _leases.RenewAll();
        _time.Advance(Duration - TimeSpan.FromTicks(1));

        Assert.Empty(_leases.TakeExpired());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Single(_leases.TakeExpired());
    }

    [Fact]
    public void TakeWhere_DeadSilo_TakesOnlyItsLeases()
    {
        var here = Grant();
        _leases.Grant(Some.Entry(attempts: 1), There, _observer);

        var taken = Assert.Single(_leases.TakeWhere(held => held.Silo.Equals(There)));

        Assert.Equal(There, taken.Silo);
        Assert.True(_leases.Contains(here.Id));
        Assert.Equal(1, _leases.Count);
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(5, 5)]
    public void Describe_AdoptedUnknown_TakesTheIndexsWordAndTheHigherAttempt(int indexed, int expected)
    {
        var lease = Grant(attempts: 2);

        _leases.Describe(new QueueEntry(lease.Id, "eve", Lane.Batch, indexed, Some.Moment));

        Assert.True(_leases.TryFind(lease.Id, out var held));
        Assert.Equal(("eve", Lane.Batch, expected), (held.Entry.Client, held.Entry.Lane, held.Entry.Attempts));
    }

    [Fact]
    public void Describe_Adopted_KeepsTheTurn()
    {
        var lease = Grant(turn: 2);

        _leases.Describe(Some.Entry(id: lease.Id));

        Assert.True(_leases.TryFind(lease.Id, out var held));
        Assert.Equal(2, held.Entry.Turn);
    }

    [Fact]
    public void Remove_Lease_IsGone()
    {
        var lease = Grant();

        Assert.True(_leases.Remove(lease.Id, out _));
        Assert.False(_leases.Remove(lease.Id, out _));
        Assert.False(_leases.TryRenew(Here, _observer, lease));
    }

    private Lease Grant(int attempts = 1, int turn = 0)
    {
        var entry = Some.Entry(attempts: attempts) with { Turn = turn };
        _leases.Grant(entry, Here, _observer);
        return new Lease(entry.Id, attempts, 0, turn);
    }

    private sealed class Deaf : ILeaseObserver
    {
        public Task RevokeAsync(Lease lease) => Task.CompletedTask;

        public Task YieldAsync(Lease lease, TimeSpan? grace) => Task.CompletedTask;
    }
}
