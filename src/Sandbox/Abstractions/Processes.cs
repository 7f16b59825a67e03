using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox;

/// <summary>Where in the sandbox a file goes.</summary>
public enum SandboxFolder
{
    /// <summary><c>/work</c>, the working folder, where commands may write; what was put there they can read but not change or remove, unless it is their own copy.</summary>
    Work = 0,

    /// <summary><c>/box</c>, which commands can't write to: the compiled program.</summary>
    Box = 1,
}

/// <summary>A file to put into a sandbox.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Path">Its path below the folder; folders on the way are made.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Executable">Whether it may be executed.</param>
public sealed record SandboxFile(SandboxFolder Folder, string Path, Blob Content, bool Executable = false)
{
    /// <summary>
    /// Only for <see cref="SandboxFolder.Work"/>: whether it is the command's own, which may change and remove it. Each command that follows one without
    /// <see cref="ProcessSpec.KeepFiles"/> finds it as it was put.
    /// </summary>
    public bool IsOwnCopy { get; init; }
}

/// <summary>What a command may use.</summary>
public sealed record ProcessLimits
{
    /// <summary>User and system time of all processes.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Time from start to end.</summary>
    public required TimeSpan WallTime { get; init; }

    /// <summary>Peak memory of all processes together.</summary>
    public required ByteSize Memory { get; init; }

    /// <summary>Bytes to stdout.</summary>
    public required ByteSize Output { get; init; }

    /// <summary>Bytes to stderr that are kept; null: as many as <see cref="Output"/>.</summary>
    public ByteSize? ErrorOutput { get; init; }

    /// <summary>Bytes to stderr beyond which the command is ended; null: those that are kept.</summary>
    public ByteSize? MaxErrorOutput { get; init; }

    /// <summary>Whether writing more ends the command; otherwise the rest is thrown away.</summary>
    public bool KillOnOutputLimit { get; init; } = true;

    /// <summary>Processes and threads at the same time.</summary>
    public required int Processes { get; init; }

    /// <summary>RLIMIT_STACK.</summary>
    public required ByteSize Stack { get; init; }

    /// <summary>RLIMIT_FSIZE.</summary>
    public required ByteSize FileSize { get; init; }

    /// <summary>RLIMIT_NOFILE.</summary>
    public required int OpenFiles { get; init; }

    /// <summary>RLIMIT_AS; null for none (sanitizers reserve terabytes).</summary>
    public ByteSize? AddressSpace { get; init; }
}

/// <summary>A command to run.</summary>
public sealed record ProcessSpec
{
    /// <summary>The absolute path of the program and its arguments, <c>argv[0]</c> being the path.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>The whole environment, as <c>NAME=value</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];

    /// <summary>
    /// What it reads from its standard input: a file that it may map, rewind and open again by name, but not change; its bytes are no
    /// memory of the command.
    /// </summary>
    public Blob Stdin { get; init; }

    /// <summary>Whether <see cref="Stdin"/> comes through a pipe instead, as what is not known beforehand has to.</summary>
    public bool StreamsStdin { get; init; }

    /// <summary>What it may use.</summary>
    public required ProcessLimits Limits { get; init; }

    /// <summary>Whether others' commands go first where processors are short.</summary>
    public bool Background { get; init; }

    /// <summary>Whether what it wrote stays for <see cref="ISandbox.GetAsync"/> or the next command.</summary>
    public bool KeepFiles { get; init; }
}

/// <summary>Why a command ended. The first reason wins.</summary>
public enum ExitReason
{
    /// <summary>It exited by itself or was ended by a signal that the engine did not send.</summary>
    Ended = 1,

    /// <summary>Over the CPU time.</summary>
    CpuTime,

    /// <summary>Over the wall time.</summary>
    WallTime,

    /// <summary>Over the memory: the kernel killed one of its processes, or the peak was above the limit.</summary>
    Memory,

    /// <summary>Over the output limit.</summary>
    Output,

    /// <summary>Over what may be written to stderr at all.</summary>
    ErrorOutput,
}

/// <summary>How a command ended.</summary>
public sealed record ProcessExit
{
    /// <summary>Why.</summary>
    public required ExitReason Reason { get; init; }

    /// <summary>Its exit status; null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The number of the signal that ended it; null when it exited.</summary>
    public int? Signal { get; init; }

    /// <summary>What all its processes used.</summary>
    public required Usage Usage { get; init; }

    /// <summary>
    /// For how long, at least, it was ready to run while processes outside of its sandbox had the processors. Time in which it slept, waited behind
    /// processes of its own or had used up its quota is not part of it.
    /// </summary>
    public TimeSpan OutsideWait { get; init; }

    /// <summary>Its standard output, up to the limit.</summary>
    public Blob Stdout { get; init; }

    /// <summary>Its standard error, up to the limit.</summary>
    public Blob Stderr { get; init; }

    /// <summary>Whether it wrote more to stdout.</summary>
    public bool StdoutTruncated { get; init; }

    /// <summary>Whether it wrote more to stderr.</summary>
    public bool StderrTruncated { get; init; }

    /// <summary>
    /// Whether the sandbox can't be used again, because the kernel's OOM killer took the agent too or something could not be
    /// wiped. The result stands; the next command needs a new sandbox.
    /// </summary>
    public bool SandboxLost { get; init; }
}
