namespace CodeRunner.Contracts.Submissions;

/// <summary>What came of a test or of a whole submission. Every value but the last two is the user's doing.</summary>
[GenerateSerializer, Alias("CodeRunner.Verdict")]
public enum Verdict
{
    /// <summary>Not set; never stored.</summary>
    Unknown = 0,

    /// <summary>Ended with status 0 within all limits, and with the expected output where one was given.</summary>
    Accepted = 1,

    /// <summary>Ended well, but the checker refused the output.</summary>
    WrongAnswer = 2,

    /// <summary>Used more CPU or wall time than allowed.</summary>
    TimeLimitExceeded = 3,

    /// <summary>All its processes together used more memory than allowed.</summary>
    MemoryLimitExceeded = 4,

    /// <summary>Wrote more to one stream than allowed.</summary>
    OutputLimitExceeded = 5,

    /// <summary>Was ended by a signal, or ended with a status other than 0.</summary>
    RuntimeError = 6,

    /// <summary>The compiler refused the program or ran into one of its limits.</summary>
    CompileError = 7,

    /// <summary>The engine failed; the program may be fine.</summary>
    InternalError = 8,

    /// <summary>Cancelled before it had a result.</summary>
    Cancelled = 9,
}
