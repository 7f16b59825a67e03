using System.Collections.Immutable;
using System.Text.Json;
using CodeRunner.Contracts.Cluster;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Cluster;

/// <summary>Makes what the grains say of the cluster an answer.</summary>
internal static class ClusterMapping
{
    private static readonly ImmutableArray<(Verdict Verdict, string Word)> _verdicts =
    [
        .. Enum.GetValues<Verdict>().Where(static verdict => verdict != Verdict.Unknown)
            .Select(static verdict => (verdict, JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString()))),
    ];

    /// <summary>The answer.</summary>
    /// <param name="report">What the silos say.</param>
    /// <param name="queues">What the dispatchers say, by shard; null where one did not answer.</param>
    /// <param name="now">The time.</param>
    public static ClusterResponse ToResponse(this ClusterReport report, IReadOnlyList<QueueStatus?> queues, DateTimeOffset now)
    {
        var active = report.Silos.Where(static silo => silo.State == SiloState.Active).Select(static silo => silo.Report).ToList();
        return new ClusterResponse(
            now,
            [.. report.Silos.Select(ToResponse)],
            new SlotsResponse(active.Sum(static silo => silo.Slots), active.Sum(static silo => silo.Busy)),
            ToResponse(queues, report.QueueLimit),
            ToResponse(report.Totals, report.Since));
    }

    private static SiloResponse ToResponse(ReportedSilo silo)
    {
        var report = silo.Report;
        return new SiloResponse
        {
            Name = report.Name,
            Address = report.Silo.ToParsableString(),
            Status = silo.State,
            Version = report.Version,
            Sandbox = report.Sandbox,
            StartedAt = report.StartedAt,
            ReportedAt = silo.ReportedAt,
            Slots = report.Slots,
            Busy = report.Busy,
            Processors = report.Processors,
            Languages = [.. report.Languages.Select(static language => new SiloLanguageResponse(language.Id, language.Name, language.Version))],
            Runs = report.Totals.Runs,
            RunSeconds = report.Totals.RunTime.TotalSeconds,
            Finished = ToResponse(report.Totals.Finished),
            MemoryBytes = report.Memory.Bytes,
            CpuSeconds = report.CpuTime.TotalSeconds,
        };
    }

    private static QueueResponse ToResponse(IReadOnlyList<QueueStatus?> queues, int limit)
    {
        var shards = queues.Select(static (queue, shard) => queue is null
            ? new ShardResponse(shard, false, 0, 0, 0, 0)
            : new ShardResponse(shard, true, queue.WaitingInteractive, queue.WaitingBatch, queue.Leased, queue.IdleSlots)).ToList();
        return new QueueResponse(
            shards.Sum(static shard => shard.Interactive),
            shards.Sum(static shard => shard.Batch),
            shards.Sum(static shard => shard.Running),
            shards.Sum(static shard => shard.IdleSlots),
            (long)limit * shards.Count,
            shards);
    }

    private static TotalsResponse ToResponse(EngineTotals totals, DateTimeOffset since) => new()
    {
        Since = since,
        Accepted = totals.Accepted,
        Leased = totals.Leased,
        WaitSeconds = totals.WaitTime.TotalSeconds,
        Runs = totals.Runs,
        RunSeconds = totals.RunTime.TotalSeconds,
        Retries = totals.Retries,
        Finished = ToResponse(totals.Finished),
    };

    // All verdicts, those too that nothing has had yet.
    private static OrderedDictionary<string, long> ToResponse(ImmutableDictionary<Verdict, long> finished) =>
        new(_verdicts.Select(verdict => KeyValuePair.Create(verdict.Word, finished.GetValueOrDefault(verdict.Verdict))));
}
