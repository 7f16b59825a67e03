namespace CodeRunner.Bench.Cluster;

/// <summary>How much is measured in one round.</summary>
internal sealed record ClusterSizes
{
    /// <summary>For the rounds that count.</summary>
    public static readonly ClusterSizes Full = new() { SecondsOfWork = 30, QuickJobs = 20_000, Joins = 5, BatchJobs = 10_000, Singles = 20, Waiting = 100_000, Refusals = 1_000 };

    /// <summary>For a look, with <c>--quick</c>.</summary>
    public static readonly ClusterSizes Quick = Full with { SecondsOfWork = 5, QuickJobs = 5_000, Joins = 2, BatchJobs = 2_000, Singles = 5, Waiting = 10_000, Refusals = 200 };

    /// <summary>Work that waits for the slots, in seconds of all of them.</summary>
    public required int SecondsOfWork { get; init; }

    /// <summary>Jobs that take no time to speak of.</summary>
    public required int QuickJobs { get; init; }

    /// <summary>Silos that join.</summary>
    public required int Joins { get; init; }

    /// <summary>Batch submissions of one client that wait.</summary>
    public required int BatchJobs { get; init; }

    /// <summary>Single interactive submissions of other clients.</summary>
    public required int Singles { get; init; }

    /// <summary>Submissions that wait for the memory to be measured; also the queue's bound.</summary>
    public required int Waiting { get; init; }

    /// <summary>Requests to a full queue.</summary>
    public required int Refusals { get; init; }
}
