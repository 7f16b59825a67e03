namespace CodeRunner.Client;

/// <summary>The cluster as it is. What is called a total only grows, so that two answers give what happened between them.</summary>
/// <param name="At">When this was put together.</param>
/// <param name="Silos">The silos that are there, by name.</param>
/// <param name="Slots">The slots of all silos that are active.</param>
/// <param name="Queue">What waits and what runs.</param>
/// <param name="Totals">What all silos have done, those that are gone by now as well.</param>
public sealed record ClusterStatus(DateTimeOffset At, IReadOnlyList<SiloStatus> Silos, SlotStatus Slots, QueueStatus Queue, Totals Totals);

/// <summary>How many jobs can run at the same time, and how many do.</summary>
/// <param name="Count">Slots in all.</param>
/// <param name="Busy">Slots that run something.</param>
public sealed record SlotStatus(int Count, int Busy);

/// <summary>What waits and what runs.</summary>
/// <param name="Interactive">Jobs waiting in the interactive lane.</param>
/// <param name="Batch">Jobs waiting in the batch lane.</param>
/// <param name="Running">Jobs that run.</param>
/// <param name="IdleSlots">Slots that wait for work.</param>
/// <param name="Limit">Jobs that may wait in all.</param>
/// <param name="Shards">The same for each shard.</param>
public sealed record QueueStatus(int Interactive, int Batch, int Running, int IdleSlots, long Limit, IReadOnlyList<ShardStatus> Shards);

/// <summary>One shard of the queue.</summary>
/// <param name="Shard">Its number, from 0.</param>
/// <param name="Reachable">Whether its dispatcher answered; the rest is 0 where it did not.</param>
/// <param name="Interactive">Jobs waiting in the interactive lane.</param>
/// <param name="Batch">Jobs waiting in the batch lane.</param>
/// <param name="Running">Jobs that run.</param>
/// <param name="IdleSlots">Slots that wait for work.</param>
public sealed record ShardStatus(int Shard, bool Reachable, int Interactive, int Batch, int Running, int IdleSlots);

/// <summary>What was done since a moment.</summary>
/// <param name="Since">Since when. When it changes, the totals have begun anew.</param>
/// <param name="Accepted">Jobs stored and acknowledged.</param>
/// <param name="Leased">Jobs that have waited to the end.</param>
/// <param name="WaitSeconds">The time that those waited, in seconds.</param>
/// <param name="Runs">Attempts that came to a result.</param>
/// <param name="RunSeconds">The time that those took, in seconds.</param>
/// <param name="Retries">Jobs put back into the queue after an attempt had begun.</param>
/// <param name="Finished">Jobs that have their result, by verdict as the server writes it, for example <c>wrong_answer</c>.</param>
public sealed record Totals(
    DateTimeOffset Since,
    long Accepted,
    long Leased,
    double WaitSeconds,
    long Runs,
    double RunSeconds,
    long Retries,
    IReadOnlyDictionary<string, long> Finished);
