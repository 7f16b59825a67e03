namespace CodeRunner.Client;

/// <summary>A program to compile, run and judge. What is null is left to the server's defaults.</summary>
public sealed record RunRequest
{
    /// <summary>Id or alias of a language, for example <c>cpp</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The main source.</summary>
    public required string Code { get; init; }

    /// <summary>What the program reads from its standard input. Not together with <see cref="Tests"/>.</summary>
    public string? Stdin { get; init; }

    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Files beside the main source: headers, further sources, or data that the program reads.</summary>
    public IReadOnlyList<RunFile>? Files { get; init; }

    /// <summary>Names of the files that are compiled beside the main source. Default: what looks like a source and isn't included.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Standard of the language, for example <c>20</c>.</summary>
    public string? Standard { get; init; }

    /// <summary>Further options for the compiler.</summary>
    public IReadOnlyList<string>? CompileOptions { get; init; }

    /// <summary>The runs; the program is compiled once for all. Default: one run.</summary>
    public IReadOnlyList<RunTest>? Tests { get; init; }

    /// <summary>How outputs are compared with expected outputs. Default: <see cref="RunChecker.Lines"/>.</summary>
    public RunChecker? Checker { get; init; }

    /// <summary>Whether the tests after the first that isn't accepted are left out.</summary>
    public bool? StopOnFirstFailure { get; init; }

    /// <summary>What each run may use.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>The queue it waits in. Default: <see cref="RunPriority.Interactive"/>.</summary>
    public RunPriority? Priority { get; init; }

    /// <summary>What shares a sandbox. Default: <see cref="RunIsolation.Submission"/>.</summary>
    public RunIsolation? Isolation { get; init; }

    /// <summary>Only in answers: true when the inputs, being large, were removed after the job's end. The server refuses such a request.</summary>
    public bool? ContentsRemoved { get; init; }
}

/// <summary>The queue that a job waits in.</summary>
public enum RunPriority
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>Somebody looks at the screen.</summary>
    Interactive,

    /// <summary>Gives way to the others.</summary>
    Batch,
}

/// <summary>What shares a sandbox.</summary>
public enum RunIsolation
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>The tests of a job, what each leaves being removed.</summary>
    Submission,

    /// <summary>Nothing: each test has a fresh one.</summary>
    Test,
}
