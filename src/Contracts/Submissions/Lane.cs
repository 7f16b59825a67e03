namespace CodeRunner.Contracts.Submissions;

/// <summary>Which of the two queues a submission waits in.</summary>
[GenerateSerializer, Alias("CodeRunner.Lane")]
public enum Lane
{
    /// <summary>Not set; never stored.</summary>
    Unknown = 0,

    /// <summary>Somebody is looking at the screen.</summary>
    Interactive = 1,

    /// <summary>Nobody waits for this one alone; gives way to <see cref="Interactive"/>.</summary>
    Batch = 2,
}
