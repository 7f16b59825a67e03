using System.Buffers.Binary;
using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>
/// The pipe to the silo: commands on descriptor 0, events on descriptor 1. Never blocks except where it says so, so that a silo
/// that stands still can't keep a command's time limit from being seen. When the silo is gone, so is the agent, and with
/// the first process of the namespace everything in the sandbox.
/// </summary>
internal sealed unsafe class Channel
{
    private const int In = 0;
    private const int Out = 1;

    /// <summary>Above this the command's output is left in its pipe, which makes the command wait.</summary>
    private const int OutputBound = 4 * Wire.ChunkSize;

    private byte[] _in = new byte[Wire.ChunkSize + Wire.HeaderSize + sizeof(int)];
    private int _inStart;
    private int _inEnd;
    private byte[] _out = new byte[Wire.ChunkSize];
    private int _outStart;
    private int _outEnd;
    private bool _isSocket = true;
    private int _descriptor = -1;

    public Channel()
    {
        _ = Libc.fcntl(In, Constants.SetFlags, Constants.ReadWrite | Constants.NonBlocking);
        _ = Libc.fcntl(Out, Constants.SetFlags, Constants.ReadWrite | Constants.NonBlocking);
    }

    public bool HasOutput => _outEnd > _outStart;

    public bool CanTakeOutput => _outEnd - _outStart < OutputBound;

    /// <summary>Ends the agent as soon as the silo has gone.</summary>
    public static void CheckHangUp(in PollEntry entry)
    {
        if ((entry.Returned & (Constants.PollHangUp | Constants.PollError)) != 0)
            Libc._exit(0);
    }

    /// <summary>Reads what there is.</summary>
    public void Fill()
    {
        if (_inStart == _inEnd)
            _inStart = _inEnd = 0;
        else if (_inEnd == _in.Length && _inStart > 0)
            Compact(ref _in, ref _inStart, ref _inEnd);
        if (_inEnd == _in.Length)
            Array.Resize(ref _in, Math.Min(_in.Length * 2, Wire.MaxPayload + Wire.HeaderSize));
        fixed (byte* pointer = &_in[_inEnd])
        {
            var count = Receive(pointer, _in.Length - _inEnd);
            if (count > 0)
                _inEnd += (int)count;
            else if (count == 0 || (Libc.Errno is not (Constants.Eagain or Constants.Eintr)))
                Libc._exit(0);
        }
    }

    /// <summary>Takes a frame that has arrived whole. The payload is valid until the next call of <see cref="Fill"/>.</summary>
    public bool TryTake(out FrameType type, out ReadOnlySpan<byte> payload)
    {
        type = default;
        payload = default;
        var available = _inEnd - _inStart;
        if (available < Wire.HeaderSize)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_in.AsSpan(_inStart));
        if (length is < 0 or > Wire.MaxPayload)
            throw new AgentException("A frame is longer than allowed.");
        if (available < Wire.HeaderSize + length)
            return false;
        type = (FrameType)_in[_inStart + Wire.HeaderSize - 1];
        payload = _in.AsSpan(_inStart + Wire.HeaderSize, length);
        _inStart += Wire.HeaderSize + length;
        return true;
    }

    /// <summary>The descriptor that came last; the caller's to close.</summary>
    public int TakeDescriptor()
    {
        var descriptor = _descriptor;
        _descriptor = -1;
        return descriptor >= 0 ? descriptor : throw new AgentException("A descriptor that was announced has not come.");
    }

    /// <summary>Waits for the next frame, for as long as it takes.</summary>
    public FrameType Next(out ReadOnlySpan<byte> payload)
    {
        FrameType type;
        while (!TryTake(out type, out payload))
        {
            Wait(In, Constants.PollIn);
            Fill();
        }

        return type;
    }

    public void Send(FrameType type, PayloadWriter payload) => Send(type, payload.Span, default);

    /// <summary>Queues a frame whose payload is the two parts, and writes what the pipe takes.</summary>
    public void Send(FrameType type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var length = first.Length + second.Length;
        Reserve(Wire.HeaderSize + length);
        Wire.WriteHeader(_out.AsSpan(_outEnd), type, length);
        first.CopyTo(_out.AsSpan(_outEnd + Wire.HeaderSize));
        second.CopyTo(_out.AsSpan(_outEnd + Wire.HeaderSize + first.Length));
        _outEnd += Wire.HeaderSize + length;
        Flush();
    }

    /// <summary>Writes what the pipe takes now.</summary>
    public void Flush()
    {
        while (HasOutput)
        {
            fixed (byte* pointer = &_out[_outStart])
            {
                var count = Libc.write(Out, pointer, _outEnd - _outStart);
                if (count > 0)
                    _outStart += (int)count;
                else if (Libc.Errno == Constants.Eagain)
                    return;
                else if (Libc.Errno != Constants.Eintr)
                    Libc._exit(0);
            }
        }

        _outStart = _outEnd = 0;
    }

    /// <summary>Writes everything, waiting for the silo to read.</summary>
    public void FlushAll()
    {
        for (Flush(); HasOutput; Flush())
            Wait(Out, Constants.PollOut);
    }

    /// <summary>Reads, and keeps a descriptor that came along. In a container it is a pipe, through which none can come.</summary>
    private nint Receive(byte* buffer, int size)
    {
        const int ControlSize = ControlHeader.Size + 8; // one descriptor, aligned
        if (!_isSocket)
            return Libc.read(In, buffer, size);
        var part = new IoVector { Base = buffer, Length = (nuint)size };
        var control = stackalloc byte[ControlSize];
        var message = new MessageHeader { Parts = &part, PartCount = 1, Control = control, ControlLength = ControlSize };
        var count = Libc.recvmsg(In, &message, Constants.MessageCloseOnExec);
        if (count < 0 && Libc.Errno == Constants.Enotsock)
        {
            _isSocket = false;
            return Libc.read(In, buffer, size);
        }

        if (count > 0 && message.ControlLength > ControlHeader.Size)
        {
            Libc.CheckedClose(ref _descriptor);
            _descriptor = *(int*)(control + ControlHeader.Size);
        }

        return count;
    }

    private static void Wait(int descriptor, short events)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = events };
        _ = Libc.poll(&entry, 1, -1);
        // What the silo sent before it went is of no use to anybody.
        CheckHangUp(entry);
    }

    private void Reserve(int count)
    {
        if (_outEnd + count <= _out.Length)
            return;
        Compact(ref _out, ref _outStart, ref _outEnd);
        if (_outEnd + count > _out.Length)
            Array.Resize(ref _out, Math.Max(_out.Length * 2, _outEnd + count));
    }

    private static void Compact(ref byte[] buffer, ref int start, ref int end)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
    }
}
