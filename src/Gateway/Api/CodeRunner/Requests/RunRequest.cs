using System.Text.Json.Serialization;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>A program to run.</summary>
public sealed record RunRequest
{
    /// <summary>Id or alias of a language that <c>GET /languages</c> lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The main source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Blob? Code { get; init; }

    /// <summary>What the program reads from its standard input. Not together with <c>tests</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Blob? Stdin { get; init; }

    /// <summary>The program's arguments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Args { get; init; }

    /// <summary>Files beside the main source: headers, further sources, or data that the program reads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunFile>? Files { get; init; }

    /// <summary>
    /// Names of the files that are compiled beside the main source, which always is. Left out: every file with the ending of a source that no other
    /// file includes.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Sources { get; init; }

    /// <summary>Standard of the language, one of those that <c>GET /languages</c> lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Standard { get; init; }

    /// <summary>Further options for the compiler, each matched as a whole by one of the language's patterns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? CompileOptions { get; init; }

    /// <summary>The runs; the program is compiled once for all. Left out: one run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunTest>? Tests { get; init; }

    /// <summary>How outputs are compared with expected outputs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunChecker? Checker { get; init; }

    /// <summary>Whether the tests after the first that isn't accepted are left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? StopOnFirstFailure { get; init; }

    /// <summary>What each run may use.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunLimits? Limits { get; init; }

    /// <summary>The queue it waits in: somebody looks at the screen (<c>interactive</c>), or nobody waits for this one alone (<c>batch</c>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Priority { get; init; }

    /// <summary>What shares a sandbox: the tests of this submission, what each leaves being removed (<c>submission</c>), or nothing (<c>test</c>), which takes longer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isolation { get; init; }

    /// <summary>
    /// Only in answers: true when the inputs, being large, were removed after the job's end. <c>stdin</c>, each test's <c>stdin</c> and
    /// <c>expectedOutput</c> and each file's <c>content</c> are empty then, and the request is refused when it is posted as it is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ContentsRemoved { get; init; }
}

/// <summary>A file beside the main source.</summary>
public sealed record RunFile
{
    /// <summary>
    /// A relative path with <c>/</c> between its parts. No empty, <c>.</c> or <c>..</c> part, no backslash, no control character;
    /// doesn't begin with <c>-</c> or <c>@</c>; not the main source's name, not twice, and not the name of a folder of another file.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>The file's content.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Blob? Content { get; init; }
}

/// <summary>One run of the compiled program.</summary>
public sealed record RunTest
{
    /// <summary>What the test is called in the result. Left out: <c>test 1</c> for the first, and so on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What the program reads from its standard input.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Blob? Stdin { get; init; }

    /// <summary>What it should write to stdout. Left out: whatever it writes is right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Blob? ExpectedOutput { get; init; }
}

/// <summary>A checker with its settings.</summary>
public sealed record RunChecker
{
    /// <summary><c>exact</c>, <c>lines</c>, <c>tokens</c> or <c>float</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; init; }

    /// <summary>Only for <c>float</c>: the largest |got - expected| that passes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AbsoluteTolerance { get; init; }

    /// <summary>Only for <c>float</c>: the largest |got - expected| / |expected| that passes. A number passes within either tolerance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RelativeTolerance { get; init; }

    /// <summary>Where the type was: the checker itself may be the type's name.</summary>
    [JsonIgnore]
    internal string TypePath { get; init; } = "checker.type";
}
