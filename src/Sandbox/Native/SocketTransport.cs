using System.Net.Sockets;
using System.Runtime.InteropServices;
using CodeRunner.Sandbox.Agents;

namespace CodeRunner.Sandbox.Native;

/// <summary>An agent's stdin and stdout as one socket.</summary>
internal sealed class SocketTransport(Socket socket) : IAgentTransport
{
    private static readonly TimeSpan RoomCheck = TimeSpan.FromMilliseconds(100);

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

    public bool TakesDescriptors => true;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, SafeHandle descriptor, CancellationToken cancellationToken)
    {
        int sent;
        while ((sent = DescriptorSender.TrySend(socket, buffer.Span, [descriptor])) == 0)
        {
            // Full of what was put before, which the agent is taking. The runtime's own sockets can't wait for room alone without a thread.
            await Task.Run(() => socket.Poll(RoomCheck, SelectMode.SelectWrite), cancellationToken);
        }

        if (sent < 0)
            throw new AgentLostException();
        await WriteAsync(buffer[sent..], cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
