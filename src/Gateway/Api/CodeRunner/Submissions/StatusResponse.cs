using System.Text.Json.Serialization;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary>A job as it is now. Bytes are text, with U+FFFD for what is not UTF-8; with <c>encoding=base64</c> they are base64.</summary>
public sealed record StatusResponse
{
    /// <summary>Always true: the question was answered. It says nothing about the program.</summary>
    public bool Success { get; init; } = true;

    /// <summary>The job's id.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The same as <c>state</c>; only in answers of <c>POST /run</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubmissionState? Status { get; init; }

    /// <summary>Where it is in its life. <c>completed</c> whatever the program did; <c>failed</c> when the engine did.</summary>
    public required SubmissionState State { get; init; }

    /// <summary>What a person wants to see: stdout; after a compile error the compiler's words; for <c>failed</c> and <c>cancelled</c> the message.</summary>
    public Blob Output { get; init; }

    /// <summary>Id of the language.</summary>
    public required string Language { get; init; }

    /// <summary>What came of it; null until it has a result.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>One sentence on the verdict, where there is something to say.</summary>
    public string? Message { get; init; }

    /// <summary>What the deciding test (the first that was not accepted, else the last) wrote to stdout.</summary>
    public Blob Stdout { get; init; }

    /// <summary>What the deciding test wrote to stderr.</summary>
    public Blob Stderr { get; init; }

    /// <summary>What the compiler said.</summary>
    public Blob CompileOutput { get; init; }

    /// <summary>Whether <c>stdout</c> was cut at the limit.</summary>
    public bool StdoutTruncated { get; init; }

    /// <summary>Whether <c>stderr</c> was cut at the limit.</summary>
    public bool StderrTruncated { get; init; }

    /// <summary>Whether <c>compileOutput</c> was cut.</summary>
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
    public CompileUsageResponse? Compile { get; init; }

    /// <summary>The tests that ran, in order; null when the request had none.</summary>
    public IReadOnlyList<TestResponse>? Tests { get; init; }

    /// <summary>How many run before it, from 1, as far as can be said; null unless it is queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>How far it is; null unless it runs.</summary>
    public ProgressResponse? Progress { get; init; }

    /// <summary>Attempts begun; more than 1 when a machine was lost.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was posted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the last attempt began; null when none did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it had its result; null until then.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether the inputs, being large, were removed after the end: <c>GET /request</c> shows them empty.</summary>
    public bool ContentsRemoved { get; init; }
}

/// <summary>What the compiler used.</summary>
/// <param name="CpuTimeMs">User and system time, in milliseconds.</param>
/// <param name="WallTimeMs">Time from start to end, in milliseconds.</param>
/// <param name="MemoryBytes">Peak memory, in bytes.</param>
public sealed record CompileUsageResponse(double CpuTimeMs, double WallTimeMs, long MemoryBytes);

/// <summary>What came of one test.</summary>
public sealed record TestResponse
{
    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>What came of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence on the verdict, where there is something to say.</summary>
    public string? Message { get; init; }

    /// <summary>What it wrote to stdout, up to the limit.</summary>
    public Blob Stdout { get; init; }

    /// <summary>What it wrote to stderr, up to the limit.</summary>
    public Blob Stderr { get; init; }

    /// <summary>Whether <c>stdout</c> was cut at the limit.</summary>
    public bool StdoutTruncated { get; init; }

    /// <summary>Whether <c>stderr</c> was cut at the limit.</summary>
    public bool StderrTruncated { get; init; }

    /// <summary>Its exit status; null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it; null when it exited.</summary>
    public string? Signal { get; init; }

    /// <summary>User and system time, in milliseconds.</summary>
    public double CpuTimeMs { get; init; }

    /// <summary>Time from start to end, in milliseconds.</summary>
    public double WallTimeMs { get; init; }

    /// <summary>Peak memory, in bytes.</summary>
    public long MemoryBytes { get; init; }
}

/// <summary>What a running job does.</summary>
public enum ProgressPhase
{
    /// <summary>The compiler runs.</summary>
    Compiling,

    /// <summary>A test runs.</summary>
    Testing,
}

/// <summary>How far a running job is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="Test">Number of the test that runs, from 1; 0 while the compiler runs.</param>
/// <param name="Tests">Number of tests in all.</param>
/// <param name="Text">The same in words, for example <c>test 17 of 100</c>.</param>
public sealed record ProgressResponse(ProgressPhase Phase, int Test, int Tests, string Text);

/// <summary>A job was cancelled.</summary>
/// <param name="Success">Always true.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="State">Always <c>cancelled</c>.</param>
public sealed record CancelResponse(bool Success, Guid JobId, SubmissionState State);
