namespace CodeRunner.Agent.Protocol;

/// <summary>Why the agent ended a command, or that it didn't.</summary>
internal enum StopReason : byte
{
    None = 0,
    CpuTime = 1,
    WallTime = 2,
    Output = 3,
    Memory = 4,
    ErrorOutput = 5,
}

/// <summary>How a command ended. Times in nanoseconds, sizes in bytes.</summary>
internal sealed class ExitReport
{
    public required int Number { get; init; }

    public required StopReason Reason { get; init; }

    /// <summary>Exit status; -1 when a signal ended it.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Signal number; 0 when it exited.</summary>
    public required int Signal { get; init; }

    public required long CpuTime { get; init; }

    public required long WallTime { get; init; }

    /// <summary>Peak memory of the sandbox above what it used before the command began.</summary>
    public required long Memory { get; init; }

    /// <summary>Processes of the sandbox that the kernel killed for want of memory during the command.</summary>
    public required long OomKills { get; init; }

    public required bool StdoutTruncated { get; init; }

    public required bool StderrTruncated { get; init; }

    /// <summary>Whether something that the command wrote could not be removed.</summary>
    public required bool Dirty { get; init; }

    /// <summary>The error number with which execve failed; 0 when the command was started.</summary>
    public required int ExecError { get; init; }

    /// <summary>For how long at least the command was ready to run while others had the processors.</summary>
    public required long OutsideWait { get; init; }

    public void WriteTo(PayloadWriter writer) => writer
        .Int(Number).Byte((byte)Reason).Int(ExitCode).Int(Signal)
        .Long(CpuTime).Long(WallTime).Long(Memory).Long(OomKills)
        .Bool(StdoutTruncated).Bool(StderrTruncated).Bool(Dirty).Int(ExecError).Long(OutsideWait);

    public static ExitReport ReadFrom(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new ExitReport
        {
            Number = reader.Int(),
            Reason = (StopReason)reader.Byte(),
            ExitCode = reader.Int(),
            Signal = reader.Int(),
            CpuTime = reader.Long(),
            WallTime = reader.Long(),
            Memory = reader.Long(),
            OomKills = reader.Long(),
            StdoutTruncated = reader.Bool(),
            StderrTruncated = reader.Bool(),
            Dirty = reader.Bool(),
            ExecError = reader.Int(),
            OutsideWait = reader.Long(),
        };
    }
}
