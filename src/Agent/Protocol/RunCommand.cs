namespace CodeRunner.Agent.Protocol;

/// <summary>What the agent is to run. Times in nanoseconds, sizes in bytes.</summary>
internal sealed class RunCommand
{
    public required int Number { get; init; }

    public required string[] Command { get; init; }

    public required string[] Environment { get; init; }

    public required long CpuTime { get; init; }

    public required long WallTime { get; init; }

    public required long Output { get; init; }

    public required bool KillOnOutputLimit { get; init; }

    public required bool KeepFiles { get; init; }

    public required bool HasStdin { get; init; }

    public required long Stack { get; init; }

    public required long FileSize { get; init; }

    public required long OpenFiles { get; init; }

    /// <summary>RLIMIT_AS; 0 for none.</summary>
    public required long AddressSpace { get; init; }

    public void WriteTo(PayloadWriter writer) => writer
        .Int(Number).Texts(Command).Texts(Environment)
        .Long(CpuTime).Long(WallTime).Long(Output)
        .Bool(KillOnOutputLimit).Bool(KeepFiles).Bool(HasStdin)
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
            Output = reader.Long(),
            KillOnOutputLimit = reader.Bool(),
            KeepFiles = reader.Bool(),
            HasStdin = reader.Bool(),
            Stack = reader.Long(),
            FileSize = reader.Long(),
            OpenFiles = reader.Long(),
            AddressSpace = reader.Long(),
        };
    }
}
