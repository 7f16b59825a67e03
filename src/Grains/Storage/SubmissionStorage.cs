namespace CodeRunner.Grains.Storage;

/// <summary>What the host must register for submissions to be stored.</summary>
public static class SubmissionStorage
{
    /// <summary>
    /// Name of the grain storage that holds requests and results. It must check etags: a write without one has to fail
    /// when there is a row already.
    /// </summary>
    public const string Name = "submissions";

    /// <summary>Name of the state that holds the request.</summary>
    public const string RequestState = "request";

    /// <summary>Name of the state that holds the result.</summary>
    public const string ResultState = "result";
}
