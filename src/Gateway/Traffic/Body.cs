namespace CodeRunner.Gateway.Traffic;

/// <summary>A request's body: its bytes, until they are let go of, and its room in the budget, until this is disposed.</summary>
internal sealed class Body(byte[] buffer, int offset, int length, IDisposable room) : IDisposable
{
    private byte[]? _buffer = buffer;

    /// <summary>The bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(offset, length);

    /// <summary>Gives the buffer back: what was read of it is elsewhere now. The room stays taken for that.</summary>
    public void ReleaseBytes()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } released)
            BodyBuffers.Return(released);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReleaseBytes();
        room.Dispose();
    }
}
