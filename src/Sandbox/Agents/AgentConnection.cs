using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CodeRunner.Agent.Protocol;

namespace CodeRunner.Sandbox.Agents;

/// <summary>The bytes to and from an agent, however it was started.</summary>
internal interface IAgentTransport : IAsyncDisposable
{
    /// <summary>Whether the agent can still be there. Cheap.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// Ends when an agent that says nothing has ended, where the transport can tell; else never. A task of this transport's own in any case: one that
    /// is shared and never ends would keep all who wait for it.
    /// </summary>
    Task WhenSilenceEnds { get; }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Writes all bytes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Whether a descriptor can go along with bytes.</summary>
    bool TakesDescriptors => false;

    /// <summary>Writes all bytes, and hands <paramref name="descriptor"/> over with the first of them.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, SafeHandle descriptor, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>Frames to and from an agent. One reader and one writer at a time.</summary>
internal sealed class AgentConnection(IAgentTransport transport) : IAsyncDisposable
{
    /// <summary>Enough for all that most sandboxes ever say; there are many of them, most of them idle.</summary>
    private const int FirstSize = 4096;

    private byte[] _in = new byte[FirstSize];
    private int _start;
    private int _end;
    private byte[] _out = new byte[FirstSize];

    public bool IsOpen => transport.IsOpen;

    public Task WhenSilenceEnds => transport.WhenSilenceEnds;

    public bool TakesDescriptors => transport.TakesDescriptors;

    /// <summary>Reads the next frame; null when the agent has gone. The payload is valid until the next call.</summary>
    /// <exception cref="SandboxException">The bytes are no frame.</exception>
    public async ValueTask<(FrameType Type, ReadOnlyMemory<byte> Payload)?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } frame)
                return frame;
            MakeRoom();
            var count = await transport.ReadAsync(_in.AsMemory(_end), cancellationToken);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    public ValueTask WriteAsync(FrameType type, PayloadWriter payload, CancellationToken cancellationToken) =>
        WriteAsync(type, payload.Span, default, cancellationToken);

    /// <summary>Writes a frame, and hands <paramref name="descriptor"/> over with it.</summary>
    public ValueTask WriteAsync(FrameType type, PayloadWriter payload, SafeHandle descriptor, CancellationToken cancellationToken) =>
        transport.WriteAsync(Frame(type, payload.Span, default), descriptor, cancellationToken);

    /// <summary>Writes a frame whose payload is the two parts, in one piece.</summary>
    public ValueTask WriteAsync(FrameType type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, CancellationToken cancellationToken) =>
        transport.WriteAsync(Frame(type, first, second), cancellationToken);

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    private ReadOnlyMemory<byte> Frame(FrameType type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var payload = first.Length + second.Length;
        var length = Wire.HeaderSize + payload;
        if (payload > Wire.MaxPayload)
            throw new SandboxException($"A frame of {payload} bytes is larger than an agent takes.");
        if (_out.Length < length)
            _out = new byte[length];
        Wire.WriteHeader(_out, type, payload);
        first.CopyTo(_out.AsSpan(Wire.HeaderSize));
        second.CopyTo(_out.AsSpan(Wire.HeaderSize + first.Length));
        return _out.AsMemory(0, length);
    }

    private (FrameType Type, ReadOnlyMemory<byte> Payload)? TryTake()
    {
        if (_end - _start < Wire.HeaderSize)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_in.AsSpan(_start));
        if (length is < 0 or > Wire.MaxPayload)
            throw new SandboxException("The agent sent something that is no frame.");
        if (_end - _start < Wire.HeaderSize + length)
            return null;
        var type = (FrameType)_in[_start + Wire.HeaderSize - 1];
        var payload = _in.AsMemory(_start + Wire.HeaderSize, length);
        _start += Wire.HeaderSize + length;
        return (type, payload);
    }

    private void MakeRoom()
    {
        if (_start == _end)
            _start = _end = 0;
        if (_end < _in.Length)
            return;
        var rest = _end - _start;
        var frame = rest < Wire.HeaderSize ? 0 : Wire.HeaderSize + BinaryPrimitives.ReadInt32LittleEndian(_in.AsSpan(_start));
        var target = rest == _in.Length || frame > _in.Length ? new byte[Math.Max(frame, 2 * _in.Length)] : _in;
        _in.AsSpan(_start, rest).CopyTo(target);
        (_in, _start, _end) = (target, 0, rest);
    }
}
