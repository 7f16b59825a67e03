using CodeRunner.Contracts;

namespace CodeRunner.Sandbox;

/// <summary>
/// One sandbox, used for one compile or for the runs of one submission, and thrown away. Nothing in it is ever opened,
/// written or copied by path from outside: all that goes in or out passes through the agent's pipes.
/// </summary>
/// <remarks>Not for concurrent use. Every member throws <see cref="SandboxException"/> when the sandbox itself fails.</remarks>
public interface ISandbox : IAsyncDisposable
{
    /// <summary>Puts a file, owned by root, into the sandbox.</summary>
    Task PutAsync(SandboxFile file, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a command as the sandbox's user until it ends or breaks a limit, then kills whatever it left running and wipes whatever it
    /// wrote, unless <see cref="ProcessSpec.KeepFiles"/>.
    /// </summary>
    /// <param name="spec">What to run, and within which limits.</param>
    /// <param name="output">Sees the output as it comes, up to the limit; may be null. Called from one thread at a time; must not block.</param>
    /// <param name="cancellationToken">Kills the sandbox, which can't be used afterwards.</param>
    Task<ProcessExit> RunAsync(ProcessSpec spec, IOutputSink? output, CancellationToken cancellationToken);

    /// <summary>Reads a regular file that a command left in the working folder.</summary>
    /// <returns>Its bytes; null when there is no such regular file, or it is larger than <paramref name="maximum"/>.</returns>
    Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken);

    /// <summary>The same for a file that is too large to be held in memory.</summary>
    /// <returns>Whether it was there, and written to <paramref name="target"/>.</returns>
    async Task<bool> CopyAsync(string name, Stream target, ByteSize maximum, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (await GetAsync(name, maximum, cancellationToken) is not { } content)
            return false;
        await target.WriteAsync(content.Memory, cancellationToken);
        return true;
    }
}

/// <summary>Sees output as it comes.</summary>
public interface IOutputSink
{
    /// <summary>The command wrote <paramref name="data"/>, which is only valid during the call.</summary>
    void Write(Contracts.Submissions.OutputStream stream, ReadOnlySpan<byte> data);
}

/// <summary>Gives out fresh sandboxes, which it starts ahead of time.</summary>
public interface ISandboxPool
{
    /// <summary>A sandbox that was never used; waits for one to start when none is warm. The caller disposes it.</summary>
    /// <exception cref="SandboxException">No sandbox can be started.</exception>
    ValueTask<ISandbox> RentAsync(SandboxStage stage, CancellationToken cancellationToken);

    /// <summary>The same for a language, whose compilers may be in sandboxes of their own.</summary>
    ValueTask<ISandbox> RentAsync(SandboxStage stage, string language, CancellationToken cancellationToken) => RentAsync(stage, cancellationToken);
}

/// <summary>What a sandbox is for.</summary>
public enum SandboxStage
{
    /// <summary>The compiler: larger files.</summary>
    Compile,

    /// <summary>The program.</summary>
    Run,
}

/// <summary>The sandbox failed, not the program in it. The submission is tried again elsewhere.</summary>
public class SandboxException : Exception
{
    /// <summary>Makes one that says what failed.</summary>
    public SandboxException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what failed, and why.</summary>
    public SandboxException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that says nothing.</summary>
    public SandboxException()
    {
    }
}
