using Orleans.Concurrency;

namespace CodeRunner.Contracts.Submissions;

/// <summary>
/// One submission, keyed by its id: the only writer of its stored request and result. Both are written once, the
/// request before the submission is acknowledged, the result only if there is none yet.
/// </summary>
[Alias("CodeRunner.ISubmissionGrain")]
[GrainInterfaceType("CodeRunner.ISubmissionGrain")]
public interface ISubmissionGrain : IGrainWithGuidKey
{
    /// <summary>Stores the request and queues it.</summary>
    /// <returns>Null when it is stored and will be run; otherwise why it was not taken.</returns>
    [Alias("SubmitAsync")]
    Task<Rejection?> SubmitAsync(SubmissionRequest request);

    /// <summary>The submission as it is now; null when there is no such submission.</summary>
    /// <remarks>Interleaves, as a reader must not wait behind a write.</remarks>
    [AlwaysInterleave]
    [Alias("GetAsync")]
    Task<SubmissionSnapshot?> GetAsync();

    /// <summary>What was asked for, the source and all else included; null when there is no such submission.</summary>
    /// <remarks>Interleaves, as a reader must not wait behind a write.</remarks>
    [AlwaysInterleave]
    [Alias("GetRequestAsync")]
    Task<SubmissionRequest?> GetRequestAsync();

    /// <summary>Waits until it has a result or <paramref name="timeout"/> (at most 20 s) is over.</summary>
    /// <returns>The submission as it is then; null when there is no such submission.</returns>
    /// <remarks>Interleaves, as it waits for what the other verbs bring.</remarks>
    [AlwaysInterleave]
    [Alias("WaitAsync")]
    Task<SubmissionSnapshot?> WaitAsync(TimeSpan timeout);

    /// <summary>
    /// Its events after number <paramref name="afterSequence"/>, as they come, until it has its result. One of more than 32 KiB is not among them:
    /// the events end without, and who wants it asks for it, once there is room.
    /// </summary>
    [Alias("WatchAsync")]
    IAsyncEnumerable<SubmissionEvent> WatchAsync(long afterSequence, CancellationToken cancellationToken = default);

    /// <summary>Gives it the result <see cref="Verdict.Cancelled"/> unless it has one, and has its sandbox killed.</summary>
    [AlwaysInterleave]
    [Alias("CancelAsync")]
    Task<CancelOutcome> CancelAsync();

    /// <summary>An attempt will begin soon where this is called from: the submission is brought into memory there, if it is nowhere.</summary>
    /// <returns>The lane that it waited in; null when there is no such submission, which is all that some ask for.</returns>
    /// <remarks>Only saves time; changes nothing. Interleaves, as nothing must wait behind it.</remarks>
    [AlwaysInterleave]
    [Alias("PrepareAsync")]
    Task<Lane?> PrepareAsync();

    /// <summary>An executor begins an attempt.</summary>
    /// <returns>What to run; null when there is nothing to do any more.</returns>
    [Alias("BeginAsync")]
    Task<SubmissionRequest?> BeginAsync(int attempt, DateTimeOffset startedAt);

    /// <summary>An executor tells what happened since it last did.</summary>
    /// <returns>Whether to go on; false when the submission has its result and the rest would be thrown away.</returns>
    [AlwaysInterleave]
    [Alias("ReportAsync")]
    Task<bool> ReportAsync(int attempt, IReadOnlyList<SubmissionEvent> events);

    /// <summary>An executor gives its slot up for others, and leaves here what it has. Kept in memory: where it is lost, the tests run again.</summary>
    [Alias("YieldAsync")]
    Task YieldAsync(RunCheckpoint checkpoint);

    /// <summary>What the executor before left; null when there is nothing.</summary>
    /// <remarks>Interleaves, as nothing changes.</remarks>
    [AlwaysInterleave]
    [Alias("ResumeAsync")]
    Task<RunCheckpoint?> ResumeAsync();

    /// <summary>Stores the result if there is none yet.</summary>
    /// <returns>Whether this result is the one that counts.</returns>
    [Alias("CompleteAsync")]
    Task<bool> CompleteAsync(SubmissionResult result);
}
