using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using CodeRunner.Sandbox.Agents;
using Docker.DotNet;

namespace CodeRunner.Sandbox.Docker;

/// <summary>
/// An agent's streams as the engine passes them on: stdin as it is, stdout and stderr in frames of the engine's own, which are taken
/// apart here. One read is always under way, so that the end of an idle agent is seen.
/// </summary>
internal sealed class AttachedTransport : IAgentTransport
{
    private const int BufferSize = 64 * 1024;
    private const int MaximumError = 4096;

    private readonly MultiplexedStream _stream;
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly StringBuilder _error = new();
    private Task<int> _reading;
    private int _start;
    private int _end;

    public AttachedTransport(MultiplexedStream stream)
    {
        _stream = stream;
        _reading = ReadOutputAsync();
    }

    public bool IsOpen => !_reading.IsCompleted;

    public Task WhenSilenceEnds => _reading;

    /// <summary>What came on stderr, up to 4 KiB: the agent writes there only when it can't do anything else any more.</summary>
    public string Error => _error.ToString().Trim();

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _end = await _reading.WaitAsync(cancellationToken);
            _start = 0;
            if (_end == 0)
                return 0;
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        if (_start == _end)
            _reading = ReadOutputAsync();
        return count;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            if (!MemoryMarshal.TryGetArray(buffer, out var segment))
                segment = buffer.ToArray();
            await _stream.WriteAsync(segment.Array, segment.Offset, segment.Count, cancellationToken);
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            throw new AgentLostException();
        }
    }

    /// <summary>Hangs up, from whichever thread. The engine closes the agent's stdin, the agent ends, and with it the container.</summary>
    public void Close() => _stream.Dispose();

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private async Task<int> ReadOutputAsync()
    {
        try
        {
            while (true)
            {
                var result = await _stream.ReadOutputAsync(_buffer, 0, _buffer.Length, CancellationToken.None);
                if (result.EOF || result.Target == MultiplexedStream.TargetStream.StandardOut)
                    return result.EOF ? 0 : result.Count;
                if (_error.Length < MaximumError)
                    _error.Append(Encoding.UTF8.GetString(_buffer, 0, Math.Min(result.Count, MaximumError)));
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            return 0;
        }
    }

    private static bool IsEnd(Exception exception) =>
        exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
