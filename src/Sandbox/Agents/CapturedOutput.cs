using System.Buffers;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Sandbox.Agents;

/// <summary>Keeps a command's output up to the limit, which it enforces once more, and shows it to the sink as it comes.</summary>
internal sealed class CapturedOutput(ProcessLimits limits, IOutputSink? sink)
{
    private readonly ArrayBufferWriter<byte> _stdout = new();
    private readonly ArrayBufferWriter<byte> _stderr = new();

    public Blob Stdout => new(_stdout.WrittenSpan.ToArray());

    public Blob Stderr => new(_stderr.WrittenSpan.ToArray());

    public void Write(OutputStream stream, ReadOnlySpan<byte> data)
    {
        var (target, limit) = stream switch
        {
            OutputStream.Stdout => (_stdout, limits.Output),
            OutputStream.Stderr => (_stderr, limits.ErrorOutput ?? limits.Output),
            _ => throw new SandboxException("The agent sent output of a stream that doesn't exist."),
        };
        data = data[..(int)Math.Min(data.Length, limit.Bytes - target.WrittenCount)];
        if (data.IsEmpty)
            return;
        target.Write(data);
        sink?.Write(stream, data);
    }
}
