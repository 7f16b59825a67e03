using System.Collections.Immutable;
using System.Net;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Cluster;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Tests.Fakes;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Grains.Tests.Cluster;

/// <summary>What becomes of reports, against a clock and a membership that the test sets.</summary>
public sealed class ClusterGrainTests
{
    private readonly FakeTimeProvider _time = new(Some.Moment);
    private readonly Members _members = new();
    private readonly ClusterGrain _grain;

    public ClusterGrainTests() => _grain = new ClusterGrain(
        _members,
        Options.Create(new ClusterReportOptions { Period = TimeSpan.FromSeconds(2), SilentAfter = 5 }),
        Options.Create(new DispatcherOptions { Shards = 3, QueueLimit = 70 }),
        _time);

    [Fact]
    public async Task GetAsync_NobodyReported_SaysHowTheQueueIsSpread()
    {
        var report = await _grain.GetAsync();

        Assert.Empty(report.Silos);
        Assert.Equal((3, 70, Some.Moment), (report.Shards, report.QueueLimit, report.Since));
    }

    [Fact]
    public async Task ReportAsync_Again_ReplacesTheFormer()
    {
        var silo = _members.Add("a");
        await _grain.ReportAsync(Report(silo, "a", accepted: 1));
        _time.Advance(TimeSpan.FromSeconds(2));

        await _grain.ReportAsync(Report(silo, "a", accepted: 4));

        var report = await _grain.GetAsync();
        Assert.Equal((SiloState.Active, Some.Moment.AddSeconds(2)), (Assert.Single(report.Silos).State, report.Silos[0].ReportedAt));
        Assert.Equal(4, report.Totals.Accepted);
    }

    [Fact]
    public async Task GetAsync_MemberThatFellSilent_IsShownAsSuchUntilItReports()
    {
        var silo = _members.Add("a");
        await _grain.ReportAsync(Report(silo, "a"));

        _time.Advance(TimeSpan.FromSeconds(9.9));
        var before = await _grain.GetAsync();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var after = await _grain.GetAsync();
        await _grain.ReportAsync(Report(silo, "a"));
        var again = await _grain.GetAsync();

        Assert.Equal(
            [SiloState.Active, SiloState.Silent, SiloState.Active],
            new[] { before, after, again }.Select(static report => Assert.Single(report.Silos).State));
    }

    [Fact]
    public async Task GetAsync_MemberThatStops_IsLeaving()
    {
        var silo = _members.Add("a");
        await _grain.ReportAsync(Report(silo, "a"));

        _members.Set(silo, SiloStatus.ShuttingDown);

        Assert.Equal(SiloState.Leaving, Assert.Single((await _grain.GetAsync()).Silos).State);
    }

    [Fact]
    public async Task GetAsync_DeadMember_IsGoneButWhatItDidStays()
    {
        var (dead, alive) = (_members.Add("a"), _members.Add("b"));
        await _grain.ReportAsync(Report(dead, "a", accepted: 3));
        await _grain.ReportAsync(Report(alive, "b", accepted: 5));

        _members.Set(dead, SiloStatus.Dead);
        await _grain.ReportAsync(Report(dead, "a", accepted: 100));

        var report = await _grain.GetAsync();
        Assert.Equal("b", Assert.Single(report.Silos).Report.Name);
        Assert.Equal(8, report.Totals.Accepted);
        Assert.Equal(8, report.Totals.Finished[Verdict.Accepted]);
    }

    [Fact]
    public async Task GetAsync_SiloThatMembershipDoesNotKnow_IsThereWhileItReports()
    {
        await _grain.ReportAsync(Report(Members.Address(9), "joining"));
        var before = await _grain.GetAsync();

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Single(before.Silos);
        Assert.Empty((await _grain.GetAsync()).Silos);
    }

    private static SiloReport Report(SiloAddress silo, string name, long accepted = 0) => new()
    {
        Silo = silo,
        Name = name,
        Version = "1",
        StartedAt = Some.Moment,
        Totals = new EngineTotals { Accepted = accepted, Finished = ImmutableDictionary<Verdict, long>.Empty.Add(Verdict.Accepted, accepted) },
    };

    private sealed class Members : IClusterMembershipService
    {
        private ImmutableDictionary<SiloAddress, ClusterMember> _members = ImmutableDictionary<SiloAddress, ClusterMember>.Empty;

        public ClusterMembershipSnapshot CurrentSnapshot => new(_members, new MembershipVersion(_members.Count));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public static SiloAddress Address(int number) => SiloAddress.New(IPAddress.Loopback, number, 1);

        public SiloAddress Add(string name)
        {
            var silo = Address(_members.Count + 1);
            _members = _members.Add(silo, new ClusterMember(silo, SiloStatus.Active, name));
            return silo;
        }

        public void Set(SiloAddress silo, SiloStatus status) =>
            _members = _members.SetItem(silo, new ClusterMember(silo, status, _members[silo].Name));

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }
}
