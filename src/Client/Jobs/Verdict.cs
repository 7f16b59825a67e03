namespace CodeRunner.Client;

/// <summary>What came of a test or of a whole job. Every verdict but the last two is the program's doing.</summary>
public enum Verdict
{
    /// <summary>A word that this client doesn't know.</summary>
    Unknown,

    /// <summary>Ended with status 0 within all limits, and with the expected output where one was given.</summary>
    Accepted,

    /// <summary>Ended well, but the checker refused the output.</summary>
    WrongAnswer,

    /// <summary>Used more processor or wall time than allowed.</summary>
    TimeLimitExceeded,

    /// <summary>All its processes together used more memory than allowed.</summary>
    MemoryLimitExceeded,

    /// <summary>Wrote more than allowed.</summary>
    OutputLimitExceeded,

    /// <summary>Was ended by a signal, or ended with a status other than 0.</summary>
    RuntimeError,

    /// <summary>The compiler refused the program or ran into a limit of its own.</summary>
    CompileError,

    /// <summary>The engine failed; the program may be fine.</summary>
    InternalError,

    /// <summary>Cancelled before it had a result.</summary>
    Cancelled,
}
