using System.Net.Sockets;
using CodeRunner.Sandbox.Agents;

namespace CodeRunner.Sandbox.Native;

/// <summary>An agent's stdin and stdout as one socket.</summary>
internal sealed class SocketTransport(Socket socket) : IAgentTransport
{
    /// <summary>An agent without a command sends nothing, so a readable socket is one that has ended.</summary>
    public bool IsOpen => !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    /// <summary>Nothing but the kernel, for want of memory, ends a native sandbox that nobody uses: that is noticed when it is taken.</summary>
    public Task WhenSilenceEnds { get; } = new TaskCompletionSource().Task;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            while (!buffer.IsEmpty)
                buffer = buffer[await socket.SendAsync(buffer, cancellationToken)..];
        }
        catch (SocketException)
        {
            throw new AgentLostException();
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
