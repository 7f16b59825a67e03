namespace CodeRunner.Contracts.Submissions;

/// <summary>Where a submission is in its life.</summary>
[GenerateSerializer, Alias("CodeRunner.SubmissionState")]
public enum SubmissionState
{
    /// <summary>Not set; never stored.</summary>
    Unknown = 0,

    /// <summary>Stored and waiting for a slot.</summary>
    Queued = 1,

    /// <summary>Being compiled or run.</summary>
    Running = 2,

    /// <summary>Has a result, whatever the program did.</summary>
    Completed = 3,

    /// <summary>The engine could not get a result.</summary>
    Failed = 4,

    /// <summary>Cancelled before it had a result.</summary>
    Cancelled = 5,
}
