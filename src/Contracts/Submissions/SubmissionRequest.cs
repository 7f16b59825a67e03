using System.Collections.Immutable;
using System.Globalization;

namespace CodeRunner.Contracts.Submissions;

/// <summary>A file beside the main source: a header, another source, or data that the program reads.</summary>
/// <param name="Path">Relative, with <c>/</c> between its parts, no <c>.</c> or <c>..</c> among them.</param>
/// <param name="Content">The file's bytes.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.SubmittedFile")]
public sealed record SubmittedFile([property: Id(0)] string Path, [property: Id(1)] Blob Content)
{
    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SubmittedFile of {Content.Length} bytes");
}

/// <summary>One run of the compiled program.</summary>
/// <param name="Name">What the test is called in the result.</param>
/// <param name="Stdin">What the program reads from its standard input.</param>
/// <param name="ExpectedOutput">What it should write; null: whatever it writes is right.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.TestCase")]
public sealed record TestCase(
    [property: Id(0)] string Name,
    [property: Id(1)] Blob Stdin,
    [property: Id(2)] Blob? ExpectedOutput)
{
    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"TestCase with {Stdin.Length} bytes of input, {ExpectedOutput?.Length ?? 0} expected");
}

/// <summary>A validated program with all that is to be done with it. Every default has been filled in.</summary>
[GenerateSerializer, Immutable, Alias("CodeRunner.SubmissionRequest")]
public sealed record SubmissionRequest
{
    /// <summary>Id of a language, for example <c>cpp</c>.</summary>
    [Id(0)] public required string Language { get; init; }

    /// <summary>The main source's text in UTF-8.</summary>
    [Id(1)] public required Blob Code { get; init; }

    /// <summary>Files beside the main source; there for the compiler, and as copies of its own for each run of the program.</summary>
    [Id(2)] public ImmutableArray<SubmittedFile> Files { get; init; } = [];

    /// <summary>Standard of the language, for example <c>20</c>; null for a language that has none.</summary>
    [Id(3)] public string? Standard { get; init; }

    /// <summary>Further options for the compiler, each allowed by one of the language's patterns.</summary>
    [Id(4)] public ImmutableArray<string> CompileOptions { get; init; } = [];

    /// <summary>The program's arguments.</summary>
    [Id(5)] public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>The runs, in order; never empty. A submission without tests has one, with <see cref="HasTests"/> false.</summary>
    [Id(6)] public required ImmutableArray<TestCase> Tests { get; init; }

    /// <summary>Whether the user gave a list of tests, so that the answer shows one too.</summary>
    [Id(7)] public bool HasTests { get; init; }

    /// <summary>Compares outputs with expected outputs.</summary>
    [Id(8)] public Checker Checker { get; init; } = Checker.Default;

    /// <summary>Whether the tests after the first one that was not accepted are left out.</summary>
    [Id(9)] public bool StopOnFirstFailure { get; init; }

    /// <summary>What each run may use.</summary>
    [Id(10)] public required Limits Limits { get; init; }

    /// <summary>The queue it waits in.</summary>
    [Id(11)] public Lane Lane { get; init; } = Lane.Interactive;

    /// <summary>Whose it is, for fairness among clients: the API key's name or the address.</summary>
    [Id(12)] public required string Client { get; init; }

    /// <summary>When the gateway took it.</summary>
    [Id(13)] public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The span of the request that brought it, as a W3C <c>traceparent</c>; null where nobody traces. The queue forgets whose call led to what, so the trace goes along with the work.</summary>
    [Id(14)] public string? TraceParent { get; init; }

    /// <summary>
    /// For a submission whose id was made from its client's idempotency key: what tells this request from another one under the same
    /// key. Empty for all others.
    /// </summary>
    [Id(15)] public Blob Fingerprint { get; init; }

    /// <summary>What shares a sandbox.</summary>
    [Id(16)] public Isolation Isolation { get; init; } = Isolation.Submission;

    /// <summary>Whether the user said which files are compiled beside the main source; otherwise their endings decide, and whether another includes them.</summary>
    [Id(17)] public bool HasSources { get; init; }

    /// <summary>Paths of the files that are compiled beside the main source, where <see cref="HasSources"/>.</summary>
    [Id(18)] public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>
    /// Whether its inputs were removed after it had its result, as they were large: what the tests read and should write, and what is in
    /// the files, are empty then, whatever they had been. The code is still there.
    /// </summary>
    [Id(19)] public bool ContentsRemoved { get; init; }

    /// <summary>Without contents, as it gets into logs.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SubmissionRequest in {Language}: {Code.Length} bytes, {Files.Length} files, {Tests.Length} tests");
}
