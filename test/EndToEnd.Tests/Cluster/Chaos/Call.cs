namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>What a client knows of a call after it.</summary>
internal enum Outcome
{
    /// <summary>It was answered, and did what it says.</summary>
    Ok,

    /// <summary>It was refused, and did nothing.</summary>
    Fail,

    /// <summary>There was no answer: it may have been done or not.</summary>
    Info,
}

/// <summary>What a client asked for.</summary>
internal enum CallKind
{
    Submit,
    Poll,
    Cancel,
}

/// <summary>One call of a client, times counted from the beginning of the run.</summary>
/// <param name="Kind">What was asked.</param>
/// <param name="Job">Number of the job that it is about.</param>
/// <param name="Invoked">When it was sent.</param>
/// <param name="Completed">When its answer was there, or when the client stopped waiting.</param>
/// <param name="Outcome">What the client knows after it.</param>
/// <param name="Id">The job's id, where the answer or the question has it.</param>
/// <param name="Final">For a poll that found a result: the result, word by word.</param>
/// <param name="Note">What went wrong, for people.</param>
internal sealed record Call(
    CallKind Kind, int Job, TimeSpan Invoked, TimeSpan Completed, Outcome Outcome, Guid? Id = null, FinalState? Final = null, string? Note = null);

/// <summary>A result as a client sees it.</summary>
internal sealed record FinalState(JobState State, Verdict? Verdict, string? Stdout, string? CompileOutput, int Attempts, DateTimeOffset? FinishedAt);

/// <summary>One attempt as the silo that made it wrote it down, which is not in Redis.</summary>
/// <param name="Id">The submission.</param>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Silo">Which silo's log it is from.</param>
/// <param name="Began">When the run began.</param>
/// <param name="Ended">When its result was delivered; null when it never was.</param>
/// <param name="Counts">Whether the result was the one that counts.</param>
internal sealed record Attempt(Guid Id, int Number, string Silo, DateTimeOffset Began, DateTimeOffset? Ended, bool Counts);
