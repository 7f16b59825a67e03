namespace CodeRunner.Sandbox;

/// <summary>
/// What sandboxes are made with is away (a Docker engine that restarts, a disk that is full), which says nothing about the
/// submission: it is handed back, and the attempt is not counted. By the time it is thrown the process reports itself not ready.
/// </summary>
public sealed class SandboxUnavailableException : SandboxException
{
    /// <summary>Makes one that says what is away.</summary>
    public SandboxUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what is away, and how that was found out.</summary>
    public SandboxUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public SandboxUnavailableException()
    {
    }
}
