using System.Collections.Immutable;
using System.Globalization;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Contracts.Execution;

/// <summary>A submission as the queue knows it: everything but what is to be run.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Client">Whose it is.</param>
/// <param name="Lane">The queue it waits in.</param>
/// <param name="Attempts">Attempts begun so far.</param>
/// <param name="CreatedAt">When it was acknowledged; orders the queue again after a restart.</param>
/// <param name="Affinity">The same for programs that compile to the same, so that they go to the silo that has it compiled; 0: unknown. Not stored.</param>
/// <param name="Turn">How often it has given its slot up for others. Not stored.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.QueueEntry")]
public sealed record QueueEntry(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Client,
    [property: Id(2)] Lane Lane,
    [property: Id(3)] int Attempts,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] long Affinity = 0,
    [property: Id(6)] int Turn = 0)
{
    /// <summary>Without the client, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"QueueEntry {Id}: {Lane}, attempt {Attempts}");
}

/// <summary>The right to run one submission until its deadline, which the silo's heartbeat moves.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Attempt">The number of this attempt, from 1; the fence: a later attempt has a higher one.</param>
/// <param name="Shard">The dispatcher that gave it.</param>
/// <param name="Turn">How often the submission has given its slot up for others: above 0 it may have tests that need not run again.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Lease")]
public sealed record Lease([property: Id(0)] Guid Id, [property: Id(1)] int Attempt, [property: Id(2)] int Shard, [property: Id(3)] int Turn = 0);

/// <summary>How a lease ended.</summary>
[GenerateSerializer, Alias("CodeRunner.LeaseEnd")]
public enum LeaseEnd
{
    /// <summary>Not set; never sent.</summary>
    Unknown = 0,

    /// <summary>The submission has its result, or there is no such submission.</summary>
    Completed = 1,

    /// <summary>The silo's doing: run it again, and count the attempt.</summary>
    Failed = 2,

    /// <summary>The silo stops politely, or what its sandboxes are made with is away: run it elsewhere, and don't count the attempt.</summary>
    HandedBack = 3,

    /// <summary>
    /// The run was stopped, or its result refused, as the lease was another's or overtaken, and the submission has no result yet. Whoever still counts
    /// on this lease must have it run again, with a later attempt.
    /// </summary>
    Revoked = 4,

    /// <summary>The machine was too busy for it: run it again, and count the attempt.</summary>
    Overloaded = 5,

    /// <summary>It gave its slot up for others, as it was asked to: run the rest later, and don't count the attempt. Only sent by a silo that was asked.</summary>
    Yielded = 6,
}

/// <summary>A slot's report about the lease that it had.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="End">How it ended.</param>
/// <param name="Reason">For <see cref="LeaseEnd.Failed"/> and <see cref="LeaseEnd.Overloaded"/>: what went wrong, in one sentence.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.LeaseReport")]
public sealed record LeaseReport([property: Id(0)] Lease Lease, [property: Id(1)] LeaseEnd End, [property: Id(2)] string? Reason = null);

/// <summary>A free slot asks for work, and says in the same call what became of its last.</summary>
/// <param name="Silo">The slot's silo.</param>
/// <param name="Observer">Where the dispatcher sends cancels for leases of that silo.</param>
/// <param name="Finished">The lease that it had; null when it had none.</param>
/// <param name="Running">All leases of this dispatcher that the silo holds now, <paramref name="Finished"/> excluded.</param>
/// <param name="Wait">How long to wait for work; at most 20 s. Zero: report only.</param>
/// <param name="Ahead">Whether no slot is free yet: then there is a lease only while half as many submissions wait as are leased.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.LeaseRequest")]
public sealed record LeaseRequest(
    [property: Id(0)] SiloAddress Silo,
    [property: Id(1)] ILeaseObserver Observer,
    [property: Id(2)] LeaseReport? Finished,
    [property: Id(3)] ImmutableArray<Lease> Running,
    [property: Id(4)] TimeSpan Wait,
    [property: Id(5)] bool Ahead = false);

/// <summary>How long the queue is and how busy the slots are.</summary>
/// <param name="WaitingInteractive">Submissions waiting in the interactive lane.</param>
/// <param name="WaitingBatch">Submissions waiting in the batch lane.</param>
/// <param name="Leased">Submissions that run.</param>
/// <param name="IdleSlots">Slots that wait for work.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.QueueStatus")]
public sealed record QueueStatus(
    [property: Id(0)] int WaitingInteractive,
    [property: Id(1)] int WaitingBatch,
    [property: Id(2)] int Leased,
    [property: Id(3)] int IdleSlots);
