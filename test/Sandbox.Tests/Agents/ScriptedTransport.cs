using CodeRunner.Agent.Protocol;
using CodeRunner.Sandbox.Agents;

namespace CodeRunner.Sandbox.Tests.Agents;

/// <summary>An agent that says what it was told to say, in pieces of a given size, and listens to nothing.</summary>
internal sealed class ScriptedTransport(int piece = int.MaxValue) : IAgentTransport
{
    private readonly List<byte> _script = [];
    private int _sent;

    public bool IsOpen => true;

    public Task WhenSilenceEnds { get; } = new TaskCompletionSource().Task;

    public void Add(FrameType type, byte[] payload)
    {
        var header = new byte[Wire.HeaderSize];
        Wire.WriteHeader(header, type, payload.Length);
        _script.AddRange([.. header, .. payload]);
    }

    public void AddRaw(byte[] bytes) => _script.AddRange(bytes);

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = Math.Min(Math.Min(piece, buffer.Length), _script.Count - _sent);
        _script.GetRange(_sent, count).ToArray().CopyTo(buffer);
        _sent += count;
        return ValueTask.FromResult(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
