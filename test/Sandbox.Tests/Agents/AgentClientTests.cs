using CodeRunner.Agent.Protocol;
using CodeRunner.Contracts;
using CodeRunner.Sandbox.Agents;

namespace CodeRunner.Sandbox.Tests.Agents;

/// <summary>What the silo's side makes of an agent that answers well, badly, in pieces, or not at all.</summary>
public sealed class AgentClientTests
{
    private static readonly ProcessSpec Spec = new()
    {
        Command = ["/x"],
        Limits = new ProcessLimits
        {
            CpuTime = TimeSpan.FromSeconds(1),
            WallTime = TimeSpan.FromSeconds(1),
            Memory = ByteSize.FromMiB(1),
            Output = new ByteSize(10),
            Processes = 1,
            Stack = ByteSize.FromMiB(1),
            FileSize = ByteSize.FromMiB(1),
            OpenFiles = 10,
        },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task RunAsync_AnswerInPiecesOfAnySize_IsPutTogether(int piece)
    {
        var script = new ScriptedTransport(piece);
        script.Add(FrameType.Output, [1, .. "hello"u8]);
        script.Add(FrameType.Output, [2, .. "oops"u8]);
        script.Add(FrameType.Exit, Exit(number: 1));
        var output = new CapturedOutput(Spec.Limits, sink: null);

        var report = await Client(script).RunAsync(Spec, output, CancellationToken.None);

        Assert.Equal(3, report.ExitCode);
        Assert.Equal("hello", output.Stdout.ToString());
        Assert.Equal("oops", output.Stderr.ToString());
    }

    [Fact]
    public async Task RunAsync_MoreOutputThanTheLimit_IsCutHereToo()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.Output, [1, .. "0123456"u8]);
        script.Add(FrameType.Output, [1, .. "789abcdef"u8]);
        script.Add(FrameType.Exit, Exit(number: 1));
        var output = new CapturedOutput(Spec.Limits, sink: null);

        await Client(script).RunAsync(Spec, output, CancellationToken.None);

        Assert.Equal("0123456789", output.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_ReportOfAnotherCommand_IsRefused()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.Exit, Exit(number: 99));

        await Assert.ThrowsAsync<SandboxException>(() => RunAsync(script));
    }

    [Theory]
    [InlineData(FrameType.Ready)]
    [InlineData(FrameType.Run)]
    [InlineData((FrameType)200)]
    public async Task RunAsync_FrameOutOfPlace_IsRefused(object type)
    {
        var script = new ScriptedTransport();
        script.Add((FrameType)type, [0, 0, 0, 0]);

        await Assert.ThrowsAsync<SandboxException>(() => RunAsync(script));
    }

    [Fact]
    public async Task RunAsync_OutputOfAStreamThatDoesNotExist_IsRefused()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.Output, [3, 65]);

        await Assert.ThrowsAsync<SandboxException>(() => RunAsync(script));
    }

    [Fact]
    public async Task RunAsync_AgentGone_SaysSo() =>
        await Assert.ThrowsAsync<AgentLostException>(() => RunAsync(new ScriptedTransport()));

    [Fact]
    public async Task RunAsync_Fault_CarriesItsMessage()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.Fault, new PayloadWriter().Text("no more pipes").Span.ToArray());

        var exception = await Assert.ThrowsAsync<SandboxException>(() => RunAsync(script));

        Assert.Contains("no more pipes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_LengthOfAFrameTooLarge_IsRefused()
    {
        var script = new ScriptedTransport();
        script.AddRaw([0xff, 0xff, 0xff, 0x7f, 17]);

        await Assert.ThrowsAsync<SandboxException>(() => RunAsync(script));
    }

    [Fact]
    public async Task GetAsync_FileInSeveralFrames_IsPutTogether()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.File, new PayloadWriter().Bool(true).Long(5).Span.ToArray());
        script.Add(FrameType.Data, [1, 2, 3]);
        script.Add(FrameType.Data, [4, 5]);

        var content = await Client(script).GetAsync("x", new ByteSize(5), CancellationToken.None);

        Assert.Equal(new Blob([1, 2, 3, 4, 5]), content);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public async Task GetAsync_SizeBeyondWhatWasAskedFor_IsRefused(long size)
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.File, new PayloadWriter().Bool(true).Long(size).Span.ToArray());

        await Assert.ThrowsAsync<SandboxException>(() => Client(script).GetAsync("x", new ByteSize(5), CancellationToken.None));
    }

    [Fact]
    public async Task GetAsync_MoreBytesThanAnnounced_IsRefused()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.File, new PayloadWriter().Bool(true).Long(2).Span.ToArray());
        script.Add(FrameType.Data, [1, 2, 3]);

        await Assert.ThrowsAsync<SandboxException>(() => Client(script).GetAsync("x", new ByteSize(5), CancellationToken.None));
    }

    [Fact]
    public async Task WaitUntilReadyAsync_OtherVersion_SaysBoth()
    {
        var script = new ScriptedTransport();
        script.Add(FrameType.Ready, new PayloadWriter().Int(Wire.Version + 1).Span.ToArray());

        var exception = await Assert.ThrowsAsync<SandboxException>(() => Client(script).WaitUntilReadyAsync(CancellationToken.None));

        Assert.Contains($"version {Wire.Version + 1}", exception.Message, StringComparison.Ordinal);
    }

    private static Task<ExitReport> RunAsync(ScriptedTransport script) =>
        Client(script).RunAsync(Spec, new CapturedOutput(Spec.Limits, sink: null), CancellationToken.None);

    private static AgentClient Client(ScriptedTransport script) => new(new AgentConnection(script));

    private static byte[] Exit(int number)
    {
        var writer = new PayloadWriter();
        new ExitReport
        {
            Number = number,
            Reason = StopReason.None,
            ExitCode = 3,
            Signal = 0,
            CpuTime = 1,
            WallTime = 1,
            Memory = 1,
            OomKills = 0,
            StdoutTruncated = false,
            StderrTruncated = false,
            Dirty = false,
            ExecError = 0,
            OutsideWait = 0,
        }.WriteTo(writer);
        return writer.Span.ToArray();
    }
}
