namespace CodeRunner.Contracts.Submissions;

/// <summary>What shares a sandbox.</summary>
[GenerateSerializer, Alias("CodeRunner.Isolation")]
public enum Isolation
{
    /// <summary>Not said, or said by a newer version: as <see cref="Submission"/>.</summary>
    Unknown = 0,

    /// <summary>The tests of one submission, one after the other, what each leaves being removed.</summary>
    Submission = 1,

    /// <summary>Nothing: each test has a fresh one.</summary>
    Test = 2,
}
