namespace CodeRunner.Client;

/// <summary>Where a job is in its life.</summary>
public enum JobState
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>Stored and waiting for a slot.</summary>
    Queued,

    /// <summary>Being compiled or run.</summary>
    Running,

    /// <summary>Has a result, whatever the program did.</summary>
    Completed,

    /// <summary>The engine could not get a result.</summary>
    Failed,

    /// <summary>Cancelled before it had a result.</summary>
    Cancelled,
}
