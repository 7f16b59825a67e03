using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>Takes one output stream of the command, passes it on up to the limit, and counts the rest without keeping it.</summary>
internal sealed unsafe class OutputReader(Channel channel, byte stream)
{
    private readonly byte[] _buffer = new byte[Wire.ChunkSize];
    private readonly byte[] _stream = [stream];
    private int _descriptor = -1;
    private long _left;
    private long _leftToEnd;

    /// <summary>The stream's read end; -1 once it has ended.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Whether there was more than is passed on.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Whether there was more than may be written.</summary>
    public bool Exceeded => _leftToEnd < 0;

    /// <param name="descriptor">The read end of the command's pipe.</param>
    /// <param name="limit">Bytes that are passed on.</param>
    /// <param name="maximum">Bytes that may be written, which may be more.</param>
    public void Begin(int descriptor, long limit, long maximum)
    {
        Pipe.MakeNonBlocking(descriptor);
        (_descriptor, _left, _leftToEnd, Truncated) = (descriptor, limit, maximum, false);
    }

    /// <summary>Reads once. False when there is nothing to read now, or ever.</summary>
    public bool Read()
    {
        if (_descriptor < 0)
            return false;
        fixed (byte* pointer = _buffer)
        {
            var count = Libc.read(_descriptor, pointer, _buffer.Length);
            if (count > 0)
            {
                Take((int)count);
                return true;
            }

            if (count == 0)
                Libc.CheckedClose(ref _descriptor);
            return count < 0 && Libc.Errno == Constants.Eintr;
        }
    }

    /// <summary>Reads what is still in the pipe after all writers have gone.</summary>
    public void Drain()
    {
        while (Read())
            channel.FlushAll();
        Libc.CheckedClose(ref _descriptor);
    }

    private void Take(int count)
    {
        var kept = (int)Math.Min(count, _left);
        _left -= kept;
        _leftToEnd -= count;
        Truncated |= kept < count;
        if (kept > 0)
            channel.Send(FrameType.Output, _stream, _buffer.AsSpan(0, kept));
    }
}
