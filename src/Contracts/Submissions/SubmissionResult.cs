using System.Collections.Immutable;
using System.Globalization;

namespace CodeRunner.Contracts.Submissions;

/// <summary>What a stage used: all its processes together.</summary>
/// <param name="CpuTime">User and system time.</param>
/// <param name="WallTime">Time from start to end.</param>
/// <param name="Memory">Peak memory.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Usage")]
public sealed record Usage(
    [property: Id(0)] TimeSpan CpuTime,
    [property: Id(1)] TimeSpan WallTime,
    [property: Id(2)] ByteSize Memory)
{
    /// <summary>Nothing used.</summary>
    public static Usage None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, default);
}

/// <summary>What the compiler did.</summary>
/// <param name="Succeeded">Whether there is a program to run.</param>
/// <param name="Output">What the compiler said, its first bytes up to the cap.</param>
/// <param name="OutputTruncated">Whether it said more.</param>
/// <param name="Usage">What it used.</param>
/// <param name="Message">Why it failed where the compiler doesn't say so itself, for example that it ran out of memory.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.CompileResult")]
public sealed record CompileResult(
    [property: Id(0)] bool Succeeded,
    [property: Id(1)] Blob Output,
    [property: Id(2)] bool OutputTruncated,
    [property: Id(3)] Usage Usage,
    [property: Id(4)] string? Message)
{
    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"CompileResult: {(Succeeded ? "succeeded" : "failed")}, {Output.Length} bytes");
}

/// <summary>What came of one run of the program.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.TestResult")]
public sealed record TestResult
{
    /// <summary>The test's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What came of it.</summary>
    [Id(1)] public required Verdict Verdict { get; init; }

    /// <summary>What it wrote to stdout, up to the limit.</summary>
    [Id(2)] public Blob Stdout { get; init; }

    /// <summary>What it wrote to stderr, up to the limit.</summary>
    [Id(3)] public Blob Stderr { get; init; }

    /// <summary>Whether <see cref="Stdout"/> is not all that it wrote.</summary>
    [Id(4)] public bool StdoutTruncated { get; init; }

    /// <summary>Whether <see cref="Stderr"/> is not all that it wrote.</summary>
    [Id(5)] public bool StderrTruncated { get; init; }

    /// <summary>Its exit status; null when a signal ended it.</summary>
    [Id(6)] public int? ExitCode { get; init; }

    /// <summary>The signal that ended it, for example <c>SIGSEGV</c>; null when it exited.</summary>
    [Id(7)] public string? Signal { get; init; }

    /// <summary>What it used.</summary>
    [Id(8)] public required Usage Usage { get; init; }

    /// <summary>One sentence on the verdict: which limit, or where the output first differs.</summary>
    [Id(9)] public string? Message { get; init; }

    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TestResult: {Verdict}, {Stdout.Length} and {Stderr.Length} bytes");
}

/// <summary>The final result of a submission. Once stored it never changes.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.SubmissionResult")]
public sealed record SubmissionResult
{
    /// <summary>The verdict of the first test that was not accepted, else <see cref="Verdict.Accepted"/>; of the compiler where it failed.</summary>
    [Id(0)] public required Verdict Verdict { get; init; }

    /// <summary>What the compiler did; null where it never ran.</summary>
    [Id(1)] public CompileResult? Compile { get; init; }

    /// <summary>The tests that ran, in order.</summary>
    [Id(2)] public ImmutableArray<TestResult> Tests { get; init; } = [];

    /// <summary>One sentence on the verdict, where there is something to say.</summary>
    [Id(3)] public string? Message { get; init; }

    /// <summary>Attempts begun, this one included; 0 when it never began.</summary>
    [Id(4)] public int Attempts { get; init; }

    /// <summary>When the attempt that gave this result began; null when none began.</summary>
    [Id(5)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the result was stored.</summary>
    [Id(6)] public DateTimeOffset FinishedAt { get; init; }

    /// <summary>The state that a submission with this result is in.</summary>
    public SubmissionState State => Verdict switch
    {
        Verdict.Cancelled => SubmissionState.Cancelled,
        Verdict.InternalError => SubmissionState.Failed,
        _ => SubmissionState.Completed,
    };

    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SubmissionResult: {Verdict}, {Tests.Length} tests, attempt {Attempts}");
}
