using CodeRunner.Contracts.Cluster;

namespace CodeRunner.Gateway.Cluster;

/// <summary>The cluster as it is. What is called a total only grows, so that two answers give what happened between them.</summary>
/// <param name="At">When this was put together; answers are used again for a moment.</param>
/// <param name="Silos">The silos that are there, by name.</param>
/// <param name="Slots">The slots of all silos that are active.</param>
/// <param name="Queue">What waits and what runs.</param>
/// <param name="Totals">What all silos have done, those that are gone by now as well.</param>
public sealed record ClusterResponse(
    DateTimeOffset At, IReadOnlyList<SiloResponse> Silos, SlotsResponse Slots, QueueResponse Queue, TotalsResponse Totals);

/// <summary>How many submissions can run at the same time, and how many do.</summary>
/// <param name="Count">Slots in all.</param>
/// <param name="Busy">Slots that run something.</param>
public sealed record SlotsResponse(int Count, int Busy);

/// <summary>A silo.</summary>
public sealed record SiloResponse
{
    /// <summary>What its operator calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Its address in the cluster, with the number of its start after the @.</summary>
    public required string Address { get; init; }

    /// <summary>Whether it takes work; <c>silent</c>: it has not reported for a while, so the rest is old.</summary>
    public required SiloState Status { get; init; }

    /// <summary>The version of the engine that it runs.</summary>
    public required string Version { get; init; }

    /// <summary>What it runs programs in; empty where it runs none.</summary>
    public required string Sandbox { get; init; }

    /// <summary>When it joined the cluster.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it said what is shown here.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>Submissions that it can run at the same time.</summary>
    public required int Slots { get; init; }

    /// <summary>Submissions that it runs.</summary>
    public required int Busy { get; init; }

    /// <summary>Processors that it sees.</summary>
    public required int Processors { get; init; }

    /// <summary>The languages that work there; empty while they are being tried.</summary>
    public required IReadOnlyList<SiloLanguageResponse> Languages { get; init; }

    /// <summary>Attempts that came to a result on its slots, in total.</summary>
    public required long Runs { get; init; }

    /// <summary>The time that those took, in seconds, in total.</summary>
    public required double RunSeconds { get; init; }

    /// <summary>Submissions that got their result from it, by verdict, in total.</summary>
    public required IReadOnlyDictionary<string, long> Finished { get; init; }

    /// <summary>Memory of its process, in bytes, sandboxes not counted.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Processor time of its process, in seconds, sandboxes not counted, in total.</summary>
    public required double CpuSeconds { get; init; }
}

/// <summary>A language of a silo.</summary>
/// <param name="Id">What requests name it by.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">What its compiler says its version is.</param>
public sealed record SiloLanguageResponse(string Id, string Name, string Version);

/// <summary>What waits and what runs, of all shards that could be asked.</summary>
/// <param name="Interactive">Submissions waiting in the interactive lane.</param>
/// <param name="Batch">Submissions waiting in the batch lane.</param>
/// <param name="Running">Submissions that run.</param>
/// <param name="IdleSlots">Slots that wait for work.</param>
/// <param name="Limit">Submissions that may wait in all.</param>
/// <param name="Shards">The same for each shard.</param>
public sealed record QueueResponse(int Interactive, int Batch, int Running, int IdleSlots, long Limit, IReadOnlyList<ShardResponse> Shards);

/// <summary>One shard of the queue.</summary>
/// <param name="Shard">Its number, from 0.</param>
/// <param name="Reachable">Whether its dispatcher answered; the rest is 0 where it did not.</param>
/// <param name="Interactive">Submissions waiting in the interactive lane.</param>
/// <param name="Batch">Submissions waiting in the batch lane.</param>
/// <param name="Running">Submissions that run.</param>
/// <param name="IdleSlots">Slots that wait for work.</param>
public sealed record ShardResponse(int Shard, bool Reachable, int Interactive, int Batch, int Running, int IdleSlots);

/// <summary>What was done since a moment.</summary>
public sealed record TotalsResponse
{
    /// <summary>Since when. When it changes, the totals have begun anew and are not to be compared with older ones.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Submissions stored and acknowledged.</summary>
    public required long Accepted { get; init; }

    /// <summary>Submissions that have waited to the end.</summary>
    public required long Leased { get; init; }

    /// <summary>The time that those waited, from acknowledged to leased, in seconds.</summary>
    public required double WaitSeconds { get; init; }

    /// <summary>Attempts that came to a result.</summary>
    public required long Runs { get; init; }

    /// <summary>The time that those took, compile and all tests, in seconds.</summary>
    public required double RunSeconds { get; init; }

    /// <summary>Submissions put back into the queue after an attempt had begun.</summary>
    public required long Retries { get; init; }

    /// <summary>Submissions that have their result, by verdict.</summary>
    public required IReadOnlyDictionary<string, long> Finished { get; init; }
}
