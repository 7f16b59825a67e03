using System.Text.Json.Serialization;

namespace CodeRunner.Client;

/// <summary>A job as it is now.</summary>
public sealed record JobStatus
{
    /// <summary>The job's id.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required JobState State { get; init; }

    /// <summary>Whether it has its result, which never changes any more.</summary>
    [JsonIgnore]
    public bool IsFinished => State is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>What a person wants to see: stdout; after a compile error the compiler's words; of a failed or cancelled job the message.</summary>
    public string Output { get; init; } = "";

    /// <summary>Id of the language.</summary>
    public string Language { get; init; } = "";

    /// <summary>What came of it; null until it has a result.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>One sentence on the verdict, where there is something to say.</summary>
    public string? Message { get; init; }

    /// <summary>What the deciding test (the first that was not accepted, else the last) wrote to stdout.</summary>
    public string Stdout { get; init; } = "";

    /// <summary>What the deciding test wrote to stderr.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>What the compiler said.</summary>
    public string CompileOutput { get; init; } = "";

    /// <summary>Whether <see cref="Stdout"/> was cut.</summary>
    public bool StdoutTruncated { get; init; }

    /// <summary>Whether <see cref="Stderr"/> was cut.</summary>
    public bool StderrTruncated { get; init; }

    /// <summary>Whether <see cref="CompileOutput"/> was cut.</summary>
    public bool CompileOutputTruncated { get; init; }

    /// <summary>Exit status of the deciding test; null when a signal ended it or nothing ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the deciding test, for example <c>SIGSEGV</c>; null when it exited or nothing ran.</summary>
    public string? Signal { get; init; }

    /// <summary>The most user and system time of a test, in milliseconds; null when nothing ran.</summary>
    public double? CpuTimeMs { get; init; }

    /// <summary>The longest wall time of a test, in milliseconds; null when nothing ran.</summary>
    public double? WallTimeMs { get; init; }

    /// <summary>The highest peak memory of a test, in bytes; null when nothing ran.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>What the compiler used; null where it didn't run.</summary>
    public CompileUsage? Compile { get; init; }

    /// <summary>The tests that ran, in order; null when the request had none.</summary>
    public IReadOnlyList<TestStatus>? Tests { get; init; }

    /// <summary>How many run before it, from 1, as far as can be said; null unless it is queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>How far it is; null unless it runs.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>Attempts begun; more than 1 when a machine was lost.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was posted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last attempt began; null when none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it had its result; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether the inputs, being large, were removed after the end.</summary>
    public bool ContentsRemoved { get; init; }
}

/// <summary>What the compiler used.</summary>
/// <param name="CpuTimeMs">User and system time, in milliseconds.</param>
/// <param name="WallTimeMs">Time from start to end, in milliseconds.</param>
/// <param name="MemoryBytes">Peak memory, in bytes.</param>
public sealed record CompileUsage(double CpuTimeMs, double WallTimeMs, long MemoryBytes);
