using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Intake;

/// <summary>What whoever watches a submission learns.</summary>
internal abstract record WatchStep;

/// <summary>Something happened. The event <see cref="Finished"/> is the last step.</summary>
/// <param name="Event">What.</param>
internal sealed record Happened(SubmissionEvent Event) : WatchStep;

/// <summary>
/// Nothing happened for a while, or the submission's silo is being looked for: a connection that must not look dead should carry something.
/// </summary>
internal sealed record StillThere : WatchStep
{
    /// <summary>The only one.</summary>
    public static StillThere Instance { get; } = new();
}

/// <summary>It has its result, and the event of that was missed, or is no event as it is large. The last step; its room lasts until the next is asked for.</summary>
/// <param name="Submission">The submission with its result.</param>
internal sealed record Ended(SubmissionSnapshot Submission) : WatchStep;

/// <summary>It has its result, and there is no room for it. The last step.</summary>
/// <param name="Refusal">Why.</param>
internal sealed record NoRoom(Refusal Refusal) : WatchStep;
