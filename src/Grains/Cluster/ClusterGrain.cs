using CodeRunner.Contracts.Cluster;
using CodeRunner.Grains.Execution;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Cluster;

/// <summary>
/// The last report of every silo, in memory. A silo that the cluster has declared dead drops out and leaves its totals; one
/// that is only silent stays, and is shown as such.
/// </summary>
[KeepAlive]
[GrainType("cluster")]
internal sealed class ClusterGrain(
    IClusterMembershipService membership,
    IOptions<ClusterReportOptions> options,
    IOptions<DispatcherOptions> dispatcherOptions,
    TimeProvider time) : Grain, IClusterGrain
{
    private readonly Dictionary<SiloAddress, Received> _reports = [];
    private readonly TimeSpan _patience = options.Value.Period * options.Value.SilentAfter;
    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <summary>What silos have done that are gone.</summary>
    private EngineTotals _departed = EngineTotals.None;

    /// <inheritdoc/>
    public Task ReportAsync(SiloReport report)
    {
        if (StatusOf(report.Silo) != SiloStatus.Dead)
        {
            _reports[report.Silo] = new Received(report, time.GetTimestamp(), time.GetUtcNow());
        }

        DropDeparted();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<ClusterReport> GetAsync()
    {
        DropDeparted();
        return Task.FromResult(new ClusterReport
        {
            Silos = [.. _reports.Values.Select(ToSilo).OrderBy(static silo => silo.Report.Name, StringComparer.Ordinal).ThenBy(static silo => silo.Report.StartedAt)],
            Totals = _reports.Values.Aggregate(_departed, static (sum, received) => sum.Plus(received.Report.Totals)),
            Since = _since,
            Shards = dispatcherOptions.Value.Shards,
            QueueLimit = dispatcherOptions.Value.QueueLimit,
        });
    }

    private void DropDeparted()
    {
        foreach (var (silo, received) in _reports.Where(report => IsGone(report.Key, report.Value)).ToList())
        {
            _reports.Remove(silo);
            _departed = _departed.Plus(received.Report.Totals);
        }
    }

    // One that this silo has not heard of may be about to join, or long forgotten.
    private bool IsGone(SiloAddress silo, Received received) => StatusOf(silo) switch
    {
        SiloStatus.Dead => true,
        SiloStatus.None => IsSilent(received),
        _ => false,
    };

    private bool IsSilent(Received received) => time.GetElapsedTime(received.Timestamp) >= _patience;

    private SiloStatus StatusOf(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo);

    private ReportedSilo ToSilo(Received received)
    {
        var state = IsSilent(received) ? SiloState.Silent
            : StatusOf(received.Report.Silo) is SiloStatus.ShuttingDown or SiloStatus.Stopping ? SiloState.Leaving
            : SiloState.Active;
        return new ReportedSilo(received.Report, state, received.At);
    }

    /// <summary>A report with the time at which it came.</summary>
    private sealed record Received(SiloReport Report, long Timestamp, DateTimeOffset At);
}
