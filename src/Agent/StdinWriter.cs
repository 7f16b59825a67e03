using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>
/// Feeds a stdin that is a stream one chunk at a time: the next chunk is taken from the silo only when the command has read this
/// one, so a large input never lies in the sandbox's memory. A command that closes its stdin is left in peace.
/// </summary>
internal sealed unsafe class StdinWriter
{
    private readonly byte[] _chunk = new byte[Wire.ChunkSize];
    private int _descriptor = -1;
    private int _start;
    private int _end;
    private bool _last;

    /// <summary>The pipe's write end; -1 when it is closed.</summary>
    public int Descriptor => _descriptor;

    public bool HasChunk => _descriptor >= 0 && _end > _start;

    /// <summary>Whether a frame from the silo can be taken now.</summary>
    public bool CanTake => !HasChunk;

    public void Begin(int descriptor)
    {
        if (descriptor >= 0)
            Pipe.MakeNonBlocking(descriptor);
        (_descriptor, _start, _end, _last) = (descriptor, 0, 0, false);
    }

    public void Take(ReadOnlySpan<byte> chunk)
    {
        if (_descriptor < 0)
            return;
        chunk.CopyTo(_chunk);
        (_start, _end, _last) = (0, chunk.Length, chunk.IsEmpty);
        Write();
    }

    public void Write()
    {
        while (HasChunk)
        {
            fixed (byte* pointer = &_chunk[_start])
            {
                var count = Libc.write(_descriptor, pointer, _end - _start);
                if (count > 0)
                    _start += (int)count;
                else if (Libc.Errno == Constants.Eagain)
                    return;
                else if (Libc.Errno != Constants.Eintr)
                    End();
            }
        }

        if (_last)
            End();
    }

    public void End() => Libc.CheckedClose(ref _descriptor);
}
