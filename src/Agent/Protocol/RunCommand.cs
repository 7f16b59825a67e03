namespace CodeRunner.Agent.Protocol;

/// <summary>What a command's stdin is.</summary>
internal enum StdinKind : byte
{
    /// <summary>A pipe, fed by <see cref="FrameType.Stdin"/> frames while the command runs.</summary>
    Stream = 1,

    /// <summary>The file whose descriptor came with the command's frame.</summary>
    Descriptor = 2,

    /// <summary>A file of <see cref="RunCommand.StdinLength"/> bytes, which follow in <see cref="FrameType.Stdin"/> frames before the command begins.</summary>
    Content = 3,
}

/// <summary>What the agent is to run. Times in nanoseconds, sizes in bytes.</summary>
internal sealed class RunCommand
{
    public required int Number { get; init; }

    public required string[] Command { get; init; }

    public required string[] Environment { get; init; }

    public required long CpuTime { get; init; }

    public required long WallTime { get; init; }

    /// <summary>What it may use, beside what the sandbox holds anyway.</summary>
    public required long Memory { get; init; }

    public required long Output { get; init; }

    /// <summary>Bytes of stderr that are passed on.</summary>
    public required long ErrorOutput { get; init; }

    /// <summary>Bytes of stderr that it may write.</summary>
    public required long MaxErrorOutput { get; init; }

    public required bool KillOnOutputLimit { get; init; }

    public required bool KeepFiles { get; init; }

    public required StdinKind Stdin { get; init; }

    /// <summary>Bytes of a <see cref="StdinKind.Content"/>; 0 for others.</summary>
    public required long StdinLength { get; init; }

    public required long Stack { get; init; }

    public required long FileSize { get; init; }

    public required long OpenFiles { get; init; }

    /// <summary>RLIMIT_AS; 0 for none.</summary>
    public required long AddressSpace { get; init; }

    public void WriteTo(PayloadWriter writer) => writer
        .Int(Number).Texts(Command).Texts(Environment)
        .Long(CpuTime).Long(WallTime).Long(Memory).Long(Output).Long(ErrorOutput).Long(MaxErrorOutput)
        .Bool(KillOnOutputLimit).Bool(KeepFiles).Byte((byte)Stdin).Long(StdinLength)
        .Long(Stack).Long(FileSize).Long(OpenFiles).Long(AddressSpace);

    public static RunCommand ReadFrom(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return new RunCommand
        {
            Number = reader.Int(),
            Command = reader.Texts(),
            Environment = reader.Texts(),
            CpuTime = reader.Long(),
            WallTime = reader.Long(),
            Memory = reader.Long(),
            Output = reader.Long(),
            ErrorOutput = reader.Long(),
            MaxErrorOutput = reader.Long(),
            KillOnOutputLimit = reader.Bool(),
            KeepFiles = reader.Bool(),
            Stdin = (StdinKind)reader.Byte(),
            StdinLength = reader.Long(),
            Stack = reader.Long(),
            FileSize = reader.Long(),
            OpenFiles = reader.Long(),
            AddressSpace = reader.Long(),
        };
    }
}
