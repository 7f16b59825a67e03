namespace CodeRunner.Contracts.Submissions;

/// <summary>Why a submission was not taken.</summary>
[GenerateSerializer, Alias("CodeRunner.RejectionReason")]
public enum RejectionReason
{
    /// <summary>Not set; never sent.</summary>
    Unknown = 0,

    /// <summary>The whole queue is full.</summary>
    QueueFull = 1,

    /// <summary>This client has too much waiting.</summary>
    ClientQueueFull = 2,

    /// <summary>It can't be stored at the moment.</summary>
    StorageUnavailable = 3,

    /// <summary>The idempotency key belongs to another request.</summary>
    KeyReused = 4,

    /// <summary>This client has too many bytes stored; the limit is in MiB.</summary>
    ClientStorageFull = 5,
}

/// <summary>A refusal. Nothing was stored.</summary>
/// <param name="Reason">Why.</param>
/// <param name="RetryAfter">When it may be worth trying again.</param>
/// <param name="Limit">The bound that was reached; 0 where none was.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Rejection")]
public sealed record Rejection(
    [property: Id(0)] RejectionReason Reason,
    [property: Id(1)] TimeSpan RetryAfter,
    [property: Id(2)] int Limit);

/// <summary>What came of asking to cancel.</summary>
[GenerateSerializer, Alias("CodeRunner.CancelOutcome")]
public enum CancelOutcome
{
    /// <summary>Not set; never sent.</summary>
    Unknown = 0,

    /// <summary>It is cancelled now.</summary>
    Cancelled = 1,

    /// <summary>It had its result already, which stays.</summary>
    AlreadyFinished = 2,

    /// <summary>There is no such submission.</summary>
    NotFound = 3,
}
