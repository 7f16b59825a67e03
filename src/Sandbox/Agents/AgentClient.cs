using CodeRunner.Agent.Protocol;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox.Agents;

/// <summary>The agent went away in the middle of something. Why, only the one who started it can say.</summary>
internal sealed class AgentLostException() : Exception("The agent has gone.");

/// <summary>Speaks with an agent: puts files, runs commands, gets files. Not for concurrent use.</summary>
internal sealed class AgentClient(AgentConnection connection) : IAsyncDisposable
{
    private readonly PayloadWriter _payload = new();
    private readonly PayloadWriter _stdinHeader = new();
    private int _commands;

    public bool IsAlive => connection.IsOpen;

    public Task WhenSilenceEnds => connection.WhenSilenceEnds;

    /// <summary>Waits until the agent says that it is up.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var payload = await ExpectAsync(FrameType.Ready, cancellationToken);
        var version = new PayloadReader(payload.Span).Int();
        if (version != Wire.Version)
            throw new SandboxException($"The agent speaks version {version} of the protocol, this server {Wire.Version}. Build both anew.");
    }

    public async Task PutAsync(SandboxFile file, CancellationToken cancellationToken)
    {
        _payload.Clear();
        _payload.Byte(file.IsOwnCopy ? Wire.OwnCopy : (byte)file.Folder).Bool(file.Executable).Int(file.Content.Length).Text(file.Path);
        await connection.WriteAsync(FrameType.Put, _payload, cancellationToken);
        for (var offset = 0; offset < file.Content.Length; offset += Wire.ChunkSize)
            await connection.WriteAsync(FrameType.Data, Chunk(file.Content, offset), default, cancellationToken);
    }

    public async Task<Blob?> GetAsync(string name, ByteSize maximum, CancellationToken cancellationToken)
    {
        if (await AskAsync(name, maximum, cancellationToken) is not { } size)
            return null;
        var content = new byte[size];
        using var target = new MemoryStream(content);
        await ReceiveAsync(size, target, cancellationToken);
        return new Blob(content);
    }

    /// <summary>The same, written to <paramref name="target"/> as it comes. False: no such file.</summary>
    public async Task<bool> CopyAsync(string name, Stream target, ByteSize maximum, CancellationToken cancellationToken)
    {
        if (await AskAsync(name, maximum, cancellationToken) is not { } size)
            return false;
        await ReceiveAsync(size, target, cancellationToken);
        return true;
    }

    /// <summary>Runs a command. A stdin that is a stream is written while the output is read, one that is a file is there before the command begins.</summary>
    /// <exception cref="AgentLostException">The agent went away; what came before is in <paramref name="output"/>.</exception>
    public async Task<ExitReport> RunAsync(ProcessSpec spec, CapturedOutput output, CancellationToken cancellationToken)
    {
        var number = ++_commands;
        await BeginAsync(number, spec, cancellationToken);
        using var ended = new CancellationTokenSource();
        var stdin = spec.StreamsStdin ? StreamStdinAsync(number, spec.Stdin, ended.Token) : Task.CompletedTask;
        try
        {
            return await ReadUntilExitAsync(number, output, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await stdin;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task BeginAsync(int number, ProcessSpec spec, CancellationToken cancellationToken)
    {
        // An empty file is the agent's to make.
        var kind = spec.StreamsStdin ? StdinKind.Stream
            : connection.TakesDescriptors && !spec.Stdin.IsEmpty ? StdinKind.Descriptor
            : StdinKind.Content;
        _payload.Clear();
        ToCommand(number, spec, kind).WriteTo(_payload);
        if (kind == StdinKind.Descriptor)
        {
            // Made here, so that its bytes count as the server's memory and not as the sandbox's.
            using var file = SealedFile.Create(spec.Stdin.Span);
            await connection.WriteAsync(FrameType.Run, _payload, file, cancellationToken);
            return;
        }

        await connection.WriteAsync(FrameType.Run, _payload, cancellationToken);
        if (kind == StdinKind.Content)
        {
            for (var offset = 0; offset < spec.Stdin.Length; offset += Wire.ChunkSize)
                await SendStdinChunkAsync(number, Chunk(spec.Stdin, offset), cancellationToken);
        }
    }

    private async Task<long?> AskAsync(string name, ByteSize maximum, CancellationToken cancellationToken)
    {
        _payload.Clear();
        await connection.WriteAsync(FrameType.Get, _payload.Long(maximum.Bytes).Text(name), cancellationToken);
        var (found, size) = ReadFileHeader(await ExpectAsync(FrameType.File, cancellationToken));
        if (!found)
            return null;
        // What the agent says is checked again: it stands next to hostile code.
        return size >= 0 && size <= maximum.Bytes ? size : throw new SandboxException("The agent sends a larger file than was asked for.");
    }

    private async Task ReceiveAsync(long left, Stream target, CancellationToken cancellationToken)
    {
        while (left > 0)
        {
            var data = await ExpectAsync(FrameType.Data, cancellationToken);
            if (data.Length > left)
                throw new SandboxException("The agent sends a larger file than it said.");
            await target.WriteAsync(data, cancellationToken);
            left -= data.Length;
        }
    }

    private async Task<ExitReport> ReadUntilExitAsync(int number, CapturedOutput output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (type, payload) = await NextAsync(cancellationToken);
            switch (type)
            {
                case FrameType.Output when payload.Length > 0:
                    output.Write((OutputStream)payload.Span[0], payload.Span[1..]);
                    break;
                case FrameType.Exit:
                    var report = ExitReport.ReadFrom(payload.Span);
                    return report.Number == number ? report : throw new SandboxException("The agent reports on another command.");
                default:
                    throw new SandboxException($"The agent sent {type} while a command runs.");
            }
        }
    }

    /// <summary>Stops between two frames, never within one, when the command has ended.</summary>
    private async Task StreamStdinAsync(int number, Blob stdin, CancellationToken ended)
    {
        try
        {
            for (var offset = 0; offset < stdin.Length && !ended.IsCancellationRequested; offset += Wire.ChunkSize)
                await SendStdinChunkAsync(number, Chunk(stdin, offset), CancellationToken.None);
            if (!ended.IsCancellationRequested)
                await SendStdinChunkAsync(number, default, CancellationToken.None);
        }
        catch (AgentLostException)
        {
            // The reader says so.
        }
    }

    private ValueTask SendStdinChunkAsync(int number, ReadOnlySpan<byte> chunk, CancellationToken cancellationToken)
    {
        _stdinHeader.Clear();
        return connection.WriteAsync(FrameType.Stdin, _stdinHeader.Int(number).Span, chunk, cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>> ExpectAsync(FrameType expected, CancellationToken cancellationToken)
    {
        var (type, payload) = await NextAsync(cancellationToken);
        return type == expected ? payload : throw new SandboxException($"The agent sent {type} instead of {expected}.");
    }

    private async ValueTask<(FrameType Type, ReadOnlyMemory<byte> Payload)> NextAsync(CancellationToken cancellationToken)
    {
        var frame = await connection.ReadAsync(cancellationToken) ?? throw new AgentLostException();
        return frame.Type == FrameType.Fault
            ? throw new SandboxException($"The agent failed: {new PayloadReader(frame.Payload.Span).Text()}")
            : frame;
    }

    private static (bool Found, long Size) ReadFileHeader(ReadOnlyMemory<byte> payload)
    {
        var reader = new PayloadReader(payload.Span);
        return (reader.Bool(), reader.Long());
    }

    private static ReadOnlySpan<byte> Chunk(Blob content, int offset) =>
        content.Span.Slice(offset, Math.Min(Wire.ChunkSize, content.Length - offset));

    private static RunCommand ToCommand(int number, ProcessSpec spec, StdinKind stdin) => new()
    {
        Number = number,
        Command = [.. spec.Command],
        Environment = [.. spec.Environment],
        CpuTime = Nanoseconds(spec.Limits.CpuTime),
        WallTime = Nanoseconds(spec.Limits.WallTime),
        Memory = spec.Limits.Memory.Bytes,
        Output = spec.Limits.Output.Bytes,
        ErrorOutput = ErrorOutput(spec.Limits).Bytes,
        MaxErrorOutput = (spec.Limits.MaxErrorOutput ?? ErrorOutput(spec.Limits)).Bytes,
        KillOnOutputLimit = spec.Limits.KillOnOutputLimit,
        KeepFiles = spec.KeepFiles,
        Stdin = stdin,
        StdinLength = stdin == StdinKind.Content ? spec.Stdin.Length : 0,
        Stack = spec.Limits.Stack.Bytes,
        FileSize = spec.Limits.FileSize.Bytes,
        OpenFiles = spec.Limits.OpenFiles,
        AddressSpace = spec.Limits.AddressSpace?.Bytes ?? 0,
    };

    private static ByteSize ErrorOutput(ProcessLimits limits) => limits.ErrorOutput ?? limits.Output;

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;
}
