using CodeRunner.Agent.Protocol;

namespace CodeRunner.Sandbox.Tests.Agents;

public sealed class WireTests
{
    [Fact]
    public void RunCommand_WrittenAndRead_IsTheSame()
    {
        var command = new RunCommand
        {
            Number = 7,
            Command = ["/bin/echo", "", "ü\n\0"],
            Environment = ["A=1"],
            CpuTime = 1,
            WallTime = long.MaxValue,
            Memory = 9,
            Output = 3,
            ErrorOutput = 10,
            MaxErrorOutput = 11,
            KillOnOutputLimit = true,
            KeepFiles = false,
            Stdin = StdinKind.Content,
            StdinLength = 8,
            Stack = 4,
            FileSize = 5,
            OpenFiles = 6,
            AddressSpace = 0,
        };
        var writer = new PayloadWriter();

        command.WriteTo(writer);
        var read = RunCommand.ReadFrom(writer.Span);

        Assert.Equivalent(command, read, strict: true);
    }

    [Fact]
    public void ExitReport_WrittenAndRead_IsTheSame()
    {
        var report = new ExitReport
        {
            Number = 1,
            Reason = StopReason.Output,
            ExitCode = -1,
            Signal = 9,
            CpuTime = 10,
            WallTime = 11,
            Memory = 12,
            OomKills = 13,
            StdoutTruncated = true,
            StderrTruncated = false,
            Dirty = true,
            ExecError = 2,
            OutsideWait = 14,
        };
        var writer = new PayloadWriter();

        report.WriteTo(writer);

        Assert.Equivalent(report, ExitReport.ReadFrom(writer.Span), strict: true);
    }

    [Fact]
    public void ReadFrom_EveryCutOfAPayload_IsRefused()
    {
        var writer = new PayloadWriter();
        new ExitReport
        {
            Number = 1,
            Reason = StopReason.None,
            ExitCode = 0,
            Signal = 0,
            CpuTime = 0,
            WallTime = 0,
            Memory = 0,
            OomKills = 0,
            StdoutTruncated = false,
            StderrTruncated = false,
            Dirty = false,
            ExecError = 0,
            OutsideWait = 0,
        }.WriteTo(writer);
        var payload = writer.Span.ToArray();

        for (var length = 0; length < payload.Length; length++)
            Assert.Throws<InvalidDataException>(() => ExitReport.ReadFrom(payload.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Texts_CountThatCantBeTrue_IsRefused(int count)
    {
        var payload = new PayloadWriter().Int(count).Span.ToArray();

        Assert.Throws<InvalidDataException>(() => new PayloadReader(payload).Texts());
    }
}
