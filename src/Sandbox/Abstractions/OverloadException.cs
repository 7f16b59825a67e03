namespace CodeRunner.Sandbox;

/// <summary>
/// The machine was too busy: a compiler or a program ran out of wall time although it was ready to run, as others had the processors. Nobody's verdict
/// follows from that; the submission is tried again, and the attempt counts, so that nobody can have it tried for ever.
/// </summary>
public sealed class OverloadException : SandboxException
{
    /// <summary>Makes one that says what had no processor.</summary>
    public OverloadException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what had no processor, and why.</summary>
    public OverloadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public OverloadException()
    {
    }
}
