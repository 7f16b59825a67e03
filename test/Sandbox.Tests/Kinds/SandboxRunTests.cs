using System.Security.Cryptography;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>How commands end in a real sandbox, and what they are said to have used.</summary>
public abstract class SandboxRunTests(KindFixture fixture)
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 137", 137)]
    [InlineData("exit 255", 255)]
    public async Task RunAsync_Exit_GivesTheStatus(string command, int status)
    {
        var exit = await RunAsync(Shell(command));

        Assert.Equal((ExitReason.Ended, status, null), (exit.Reason, exit.ExitCode, exit.Signal));
    }

    [Theory]
    [InlineData("SEGV", 11)]
    [InlineData("ABRT", 6)]
    [InlineData("TERM", 15)]
    [InlineData("KILL", 9)]
    [InlineData("PIPE", 13)]
    [InlineData("XCPU", 24)]
    public async Task RunAsync_OwnSignal_GivesItsNumber(string name, int number)
    {
        var exit = await RunAsync(Shell($"kill -{name} $$"));

        Assert.Equal((ExitReason.Ended, null, number), (exit.Reason, exit.ExitCode, exit.Signal));
    }

    [Fact]
    public async Task RunAsync_Spinning_IsEndedByCpuTimeAndMeasured()
    {
        var exit = await RunAsync(Shell("while :; do :; done", Standard with { CpuTime = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal(ExitReason.CpuTime, exit.Reason);
        Assert.InRange(exit.Usage.CpuTime.TotalMilliseconds, 300, 450);
    }

    [Fact]
    public async Task RunAsync_ChildrenSpinning_CountTogether()
    {
        var exit = await RunAsync(Shell(
            "for i in 1 2 3 4; do while :; do :; done & done; wait", Standard with { CpuTime = TimeSpan.FromMilliseconds(400) }));

        Assert.Equal(ExitReason.CpuTime, exit.Reason);
        Assert.InRange(exit.Usage.CpuTime.TotalMilliseconds, 400, 600);
    }

    [Fact]
    public async Task RunAsync_Sleeping_IsEndedByWallTimeAndUsesNoCpu()
    {
        var exit = await RunAsync(Shell("echo before; sleep 1000", Standard with { WallTime = TimeSpan.FromMilliseconds(250) }));

        Assert.Equal(ExitReason.WallTime, exit.Reason);
        Assert.Equal("before\n", exit.Stdout.ToString());
        Assert.True(exit.Usage.WallTime >= TimeSpan.FromMilliseconds(250));
        Assert.True(exit.Usage.CpuTime < TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("head -c 100m /dev/zero | tail -c 90m")] // one process
    [InlineData("for i in 1 2 3 4 5 6 7 8 9 10; do (head -c 20m /dev/zero | tail -c 20m | wc -c) & done; wait")] // ten
    [InlineData("head -c 60m /dev/zero >/tmp/a; head -c 60m /dev/zero >/work/a; cat /tmp/a /work/a | wc -c")] // files
    public async Task RunAsync_MoreThanItsMemory_IsEndedByIt(string command)
    {
        var exit = await RunAsync(Shell(command, Standard with { Memory = ByteSize.FromMiB(64) }));

        Assert.Equal(ExitReason.Memory, exit.Reason);
        Assert.True(exit.Usage.Memory >= ByteSize.FromMiB(60), $"{exit.Usage.Memory}");
    }

    [Fact]
    public async Task RunAsync_AfterAnOutOfMemory_NextCommandIsMeasuredAnew()
    {
        await using var sandbox = await fixture.StartAsync();
        await sandbox.RunAsync(Shell("head -c 300m /dev/zero | tail -c 290m"), output: null, CancellationToken.None);

        var exit = await sandbox.RunAsync(Shell("true"), output: null, CancellationToken.None);

        Assert.Equal(ExitReason.Ended, exit.Reason);
        Assert.True(exit.Usage.Memory < ByteSize.FromMiB(8), $"{exit.Usage.Memory}");
    }

    [Fact]
    public async Task RunAsync_MemoryBelowTheLimit_IsMeasured()
    {
        var exit = await RunAsync(Shell("head -c 50m /dev/zero | tail -c 50m | wc -c"));

        Assert.Equal("52428800\n", exit.Stdout.ToString());
        Assert.InRange(exit.Usage.Memory.Bytes, ByteSize.FromMiB(50).Bytes, ByteSize.FromMiB(60).Bytes);
    }

    /// <summary>A figure has up to 512 KiB more than was used, for what the kernel counts in advance: none of that is a breach.</summary>
    [Fact]
    public async Task RunAsync_MemoryBelowTheLimitByLessThanIsAdded_IsNoBreach()
    {
        const string Command = "head -c 50m /dev/zero | tail -c 50m | wc -c";
        var measured = (await RunAsync(Shell(Command))).Usage.Memory;
        var limit = new ByteSize(measured.Bytes - (100 << 10));

        var exit = await RunAsync(Shell(Command, Standard with { Memory = limit }));

        Assert.Equal((ExitReason.Ended, "52428800\n"), (exit.Reason, exit.Stdout.ToString()));
        Assert.True(exit.Usage.Memory <= limit, $"{exit.Usage.Memory} of {limit}");
    }

    [Theory]
    [InlineData("yes", ExitReason.Output)]
    [InlineData("yes >&2", ExitReason.ErrorOutput)]
    public async Task RunAsync_OutputFlood_IsCutAtTheLimit(string command, ExitReason reason)
    {
        var exit = await RunAsync(Shell(command));

        Assert.Equal(reason, exit.Reason);
        Assert.Equal(Standard.Output.Bytes, Math.Max(exit.Stdout.Length, exit.Stderr.Length));
        Assert.True(exit.StdoutTruncated || exit.StderrTruncated);
    }

    [Theory]
    [InlineData(4096, false)]
    [InlineData(4097, false)]
    [InlineData(1 << 20, false)]
    [InlineData((1 << 20) + 1, true)]
    public async Task RunAsync_MuchOnStderr_IsCutAndEndsOnlyBeyondTheMaximum(int bytes, bool ended)
    {
        var limits = Standard with { ErrorOutput = ByteSize.FromKiB(4), MaxErrorOutput = ByteSize.FromMiB(1) };

        var exit = await RunAsync(Shell($"head -c {bytes} /dev/zero >&2; echo on", limits));

        Assert.Equal((4096, bytes > 4096), (exit.Stderr.Length, exit.StderrTruncated));
        Assert.Equal(ended ? ExitReason.ErrorOutput : ExitReason.Ended, exit.Reason);
        Assert.True(ended || exit.Stdout.ToString() == "on\n");
    }

    [Fact]
    public async Task RunAsync_ExactlyTheLimit_IsNoFlood()
    {
        var exit = await RunAsync(Shell("head -c 1048576 /dev/zero"));

        Assert.Equal((ExitReason.Ended, 1 << 20, false), (exit.Reason, exit.Stdout.Length, exit.StdoutTruncated));
    }

    [Fact]
    public async Task RunAsync_FloodThatMayGoOn_EndsByItself()
    {
        var limits = Standard with { KillOnOutputLimit = false, Output = ByteSize.FromKiB(4) };

        var exit = await RunAsync(Shell("head -c 5m /dev/zero; exit 7", limits));

        Assert.Equal((ExitReason.Ended, 7, 4096, true), (exit.Reason, exit.ExitCode, exit.Stdout.Length, exit.StdoutTruncated));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_TenMegabytesOfStdin_ArriveWhole(bool streams)
    {
        var stdin = RandomNumberGenerator.GetBytes(10_000_000);

        var exit = await RunAsync(new ProcessSpec { Command = ["/usr/bin/sha256sum"], Limits = Standard, Stdin = new Blob(stdin), StreamsStdin = streams });

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stdin)) + "  -\n", exit.Stdout.ToString());
        Assert.True(exit.Usage.Memory < ByteSize.FromMiB(8), $"{exit.Usage.Memory}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_StdinNotRead_IsLeftForNobody(bool streams)
    {
        await using var sandbox = await fixture.StartAsync();
        var unread = Shell("true") with { Stdin = new Blob(new byte[5_000_000]), StreamsStdin = streams };
        await sandbox.RunAsync(unread, output: null, CancellationToken.None);
        await sandbox.RunAsync(unread with { Command = ["/usr/bin/head", "-c", "1"] }, output: null, CancellationToken.None);

        var exit = await sandbox.RunAsync(Shell("cat", stdin: "mine") with { StreamsStdin = streams }, output: null, CancellationToken.None);

        Assert.Equal("mine", exit.Stdout.ToString());
    }

    [Fact]
    public async Task RunAsync_StdinThatCameWithTheCommand_IsThereAtOnce()
    {
        await using var sandbox = await fixture.StartAsync();
        var fastest = TimeSpan.MaxValue;

        for (var i = 0; i < 10; i++)
        {
            var exit = await sandbox.RunAsync(Shell("cat", stdin: "x") with { StreamsStdin = true }, output: null, CancellationToken.None);
            fastest = exit.Usage.WallTime < fastest ? exit.Usage.WallTime : fastest;
        }

        // An agent that overlooked it would find it when it wakes up, after 50 ms, and each of the ten times.
        Assert.True(fastest < TimeSpan.FromMilliseconds(45), $"{fastest}");
    }

    [Fact]
    public async Task RunAsync_StreamsByName_AreTheStreams()
    {
        var exit = await RunAsync(Shell("cat /dev/stdin >/dev/stdout; echo no >/dev/stderr", stdin: "by name"));

        Assert.Equal(("by name", "no\n"), (exit.Stdout.ToString(), exit.Stderr.ToString()));
    }

    [Theory]
    [InlineData("flock /usr/bin/env true")]
    [InlineData("flock /tmp true")]
    public async Task RunAsync_FileLock_IsRefused(string command) => Assert.NotEqual(0, (await RunAsync(Shell(command))).ExitCode);

    [Fact]
    public async Task RunAsync_NoStdin_IsAtItsEnd() => Assert.Equal(0, (await RunAsync(Shell("cat"))).ExitCode);

    [Fact]
    public async Task RunAsync_AnyBytes_ComeBackAsTheyWere()
    {
        var bytes = RandomNumberGenerator.GetBytes(200_000);

        var exit = await RunAsync(new ProcessSpec { Command = ["/usr/bin/cat"], Limits = Standard, Stdin = new Blob(bytes) });

        Assert.Equal(new Blob(bytes), exit.Stdout);
    }

    [Fact]
    public async Task RunAsync_GrandchildHoldsTheOutput_EndsWithTheFirstProcess()
    {
        var exit = await RunAsync(Shell("setsid sleep 1000 & echo done"));

        Assert.Equal("done\n", exit.Stdout.ToString());
        Assert.True(exit.Usage.WallTime < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task RunAsync_Output_IsSeenBeforeTheEnd()
    {
        await using var sandbox = await fixture.StartAsync();
        using var cancel = new CancellationTokenSource();
        var sink = new FirstOutput();

        var run = sandbox.RunAsync(Shell("echo early; sleep 1000"), sink, cancel.Token);
        Assert.Equal("early\n", await sink.Text.WaitAsync(Standard.WallTime));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task RunAsync_NoSuchProgram_IsTheCommandsFailure()
    {
        var exit = await RunAsync(new ProcessSpec { Command = ["/box/missing"], Limits = Standard });

        Assert.Equal(127, exit.ExitCode);
        Assert.Contains("can't be executed", exit.Stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ForkBomb_IsBoundedAndOver()
    {
        var limits = Standard with { Processes = 16, CpuTime = TimeSpan.FromMilliseconds(500) };
        await using var sandbox = await fixture.StartAsync();

        var bomb = await sandbox.RunAsync(Shell("f() { f | f & }; (f; wait) & while :; do :; done", limits), output: null, CancellationToken.None);
        var after = await sandbox.RunAsync(Shell("ls -d /proc/[0-9]* | wc -l"), output: null, CancellationToken.None);

        Assert.NotEqual(ExitReason.Ended, bomb.Reason);
        // The agent with its threads, the shell, ls and wc.
        Assert.True(int.Parse(after.Stdout.ToString().Trim(), System.Globalization.CultureInfo.InvariantCulture) <= 6, after.Stdout.ToString());
    }

    private async Task<ProcessExit> RunAsync(ProcessSpec spec)
    {
        await using var sandbox = await fixture.StartAsync();
        return await sandbox.RunAsync(spec, output: null, CancellationToken.None);
    }

    private sealed class FirstOutput : IOutputSink
    {
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Text => _text.Task;

        public void Write(OutputStream stream, ReadOnlySpan<byte> data) => _text.TrySetResult(System.Text.Encoding.UTF8.GetString(data));
    }
}
