namespace CodeRunner.Client;

/// <summary>How far a running job is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Test">Number of the test that runs, from 1; 0 while the compiler runs.</param>
/// <param name="Tests">Number of tests in all.</param>
/// <param name="Text">The same in words, for example <c>test 17 of 100</c>.</param>
public sealed record JobProgress(JobPhase Phase, int Test, int Tests, string Text);

/// <summary>What a running job does.</summary>
public enum JobPhase
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>The compiler runs.</summary>
    Compiling,

    /// <summary>A test runs.</summary>
    Testing,
}
