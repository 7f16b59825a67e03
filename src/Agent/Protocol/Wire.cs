using System.Buffers.Binary;
using System.Text;

namespace CodeRunner.Agent.Protocol;

/// <summary>Sizes of the protocol, and its numbers and texts as bytes.</summary>
internal static class Wire
{
    /// <summary>Raised with every change that the other side would misread.</summary>
    public const int Version = 3;

    /// <summary>In place of a folder's number: the working folder, where each command gets a copy of its own.</summary>
    public const byte OwnCopy = 2;

    /// <summary>Bytes of a frame's header.</summary>
    public const int HeaderSize = 5;

    /// <summary>The most bytes of a file or a stream that go into one frame; a pipe of Linux holds as many.</summary>
    public const int ChunkSize = 64 * 1024;

    /// <summary>The largest payload: a command with its arguments and environment, which the gateway bounds well below this.</summary>
    public const int MaxPayload = 1024 * 1024;

    public static void WriteHeader(Span<byte> destination, FrameType type, int payloadLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, payloadLength);
        destination[4] = (byte)type;
    }
}

/// <summary>Writes one payload.</summary>
internal sealed class PayloadWriter
{
    private byte[] _buffer = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public PayloadWriter Byte(byte value)
    {
        Take(1)[0] = value;
        return this;
    }

    public PayloadWriter Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public PayloadWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);
        return this;
    }

    public PayloadWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
        return this;
    }

    public PayloadWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Take(length));
        return this;
    }

    public PayloadWriter Texts(IReadOnlyCollection<string> values)
    {
        Int(values.Count);
        foreach (var value in values)
            Text(value);
        return this;
    }

    public PayloadWriter Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Take(value.Length));
        return this;
    }

    private Span<byte> Take(int count)
    {
        if (Length + count > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }
}

/// <summary>Reads one payload; throws <see cref="InvalidDataException"/> where it is shorter than its kind.</summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    private ReadOnlySpan<byte> _rest = payload;

    public readonly ReadOnlySpan<byte> Rest => _rest;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public string Text() => Encoding.UTF8.GetString(Take(Int()));

    public string[] Texts()
    {
        var count = Int();
        // Every text has a length of its own, so a count above this can't be true.
        if (count < 0 || count > _rest.Length / sizeof(int))
            throw new InvalidDataException("A list in a frame is longer than the frame.");
        var texts = new string[count];
        for (var i = 0; i < count; i++)
            texts[i] = Text();
        return texts;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("A frame is shorter than its type needs.");
        var span = _rest[..count];
        _rest = _rest[count..];
        return span;
    }
}
