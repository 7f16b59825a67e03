namespace CodeRunner.Silo.Storage;

/// <summary>The storage of submissions.</summary>
public static class SubmissionStorage
{
    /// <summary>The name of the grain storage provider.</summary>
    public const string ProviderName = "submissions";
}
