using System.Text.Json.Serialization;

namespace CodeRunner.Client;

/// <summary>Something that happened to a job.</summary>
public abstract record JobEvent
{
    /// <summary>What <see cref="CodeRunnerClient.WatchAsync"/> can go on after; null for one without an id of its own. No number.</summary>
    [JsonIgnore]
    public string? Id { get; init; }
}

/// <summary>The job entered a state.</summary>
/// <param name="State">The new state.</param>
/// <param name="Attempt">The attempt that it belongs to, from 1; 0 before the first.</param>
public sealed record StateEvent(JobState State, int Attempt) : JobEvent;

/// <summary>The job has come on. Whoever shows output empties it now: a test that was stopped begins again.</summary>
/// <param name="Progress">How far it is.</param>
public sealed record ProgressEvent(JobProgress Progress) : JobEvent;

/// <summary>The program wrote something.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Stream">The stream it wrote to.</param>
/// <param name="Data">What it wrote; a character is never cut.</param>
public sealed record OutputEvent(int Test, OutputStream Stream, string Data) : JobEvent;

/// <summary>A test ended.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="CpuTimeMs">User and system time, in milliseconds.</param>
/// <param name="WallTimeMs">Time from start to end, in milliseconds.</param>
/// <param name="MemoryBytes">Peak memory, in bytes.</param>
public sealed record TestEvent(int Test, Verdict Verdict, double CpuTimeMs, double WallTimeMs, long MemoryBytes) : JobEvent;

/// <summary>Events were left out, as this client was too slow or came too late; the result has everything.</summary>
/// <param name="Count">How many.</param>
public sealed record MissedEvent(long Count) : JobEvent;

/// <summary>The job has its result; the last event.</summary>
/// <param name="Status">The job with its result.</param>
public sealed record ResultEvent(JobStatus Status) : JobEvent;

/// <summary>A stream that a program writes to.</summary>
public enum OutputStream
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>Standard output.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
