using System.Globalization;

namespace CodeRunner.Contracts.Submissions;

/// <summary>One of the two output streams.</summary>
[GenerateSerializer, Alias("CodeRunner.OutputStream")]
public enum OutputStream
{
    /// <summary>Not set; never sent.</summary>
    Unknown = 0,

    /// <summary>Standard output.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,
}

/// <summary>Something that happened to a submission, for those who watch it live.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.SubmissionEvent")]
public abstract record SubmissionEvent
{
    /// <summary>The event's place among the submission's events, from 1 and without gaps within one activation.</summary>
    [Id(0)] public long Sequence { get; init; }
}

/// <summary>It entered a state.</summary>
/// <param name="State">The new state.</param>
/// <param name="Attempt">The attempt that this belongs to, from 1; 0 before the first.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.StateChanged")]
public sealed record StateChanged([property: Id(0)] SubmissionState State, [property: Id(1)] int Attempt) : SubmissionEvent;

/// <summary>The compiler or a test began.</summary>
/// <param name="Progress">How far it is.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.ProgressMade")]
public sealed record ProgressMade([property: Id(0)] Progress Progress) : SubmissionEvent
{
    /// <summary>What the compiler did, told once, with the first test. For the submission itself; those who watch are not told.</summary>
    [Id(1)] public CompileResult? Compile { get; init; }
}

/// <summary>The program wrote something.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Stream">The stream it wrote to.</param>
/// <param name="Data">The bytes; a character may be cut at either end.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.OutputWritten")]
public sealed record OutputWritten([property: Id(0)] int Test, [property: Id(1)] OutputStream Stream, [property: Id(2)] Blob Data) : SubmissionEvent
{
    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"OutputWritten: test {Test}, {Stream}, {Data.Length} bytes");
}

/// <summary>A test ended.</summary>
/// <param name="Test">Number of the test, from 1.</param>
/// <param name="Verdict">What came of it.</param>
/// <param name="Usage">What it used.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.TestFinished")]
public sealed record TestFinished([property: Id(0)] int Test, [property: Id(1)] Verdict Verdict, [property: Id(2)] Usage Usage) : SubmissionEvent
{
    /// <summary>All that came of it but its outputs, which were told as they came. For the submission itself; those who watch are not told.</summary>
    [Id(3)] public TestResult? Result { get; init; }
}

/// <summary>Events were left out because the watcher was too slow or came too late; the result has everything.</summary>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.EventsMissed")]
public sealed record EventsMissed([property: Id(0)] long Count) : SubmissionEvent;

/// <summary>It has its result; no event follows.</summary>
/// <param name="Result">The result.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Finished")]
public sealed record Finished([property: Id(0)] SubmissionResult Result) : SubmissionEvent;
