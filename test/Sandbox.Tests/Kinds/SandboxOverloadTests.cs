using System.Diagnostics;
using CodeRunner.Contracts;
using static CodeRunner.Sandbox.Tests.Kinds.KindFixture;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>
/// What a real agent finds on one busy processor of a real machine: that of the first number, to which commands bind themselves. It is kept busy by
/// processes of the machine, not of the sandbox.
/// </summary>
public abstract class SandboxOverloadTests(KindFixture fixture)
{
    /// <summary>Each gets as much of the processor as all of a sandbox.</summary>
    private const int Hogs = 16;

    private static readonly TimeSpan WallTime = TimeSpan.FromSeconds(3);

    private static readonly ProcessLimits Limits = Standard with { WallTime = WallTime, CpuTime = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task RunAsync_BusyWhereOthersHaveTheProcessor_SaysHowLongItWaited()
    {
        var exit = await RunAsync("exec taskset 1 sh -c 'while :; do :; done'", Hogs);

        Assert.Equal(ExitReason.WallTime, exit.Reason);
        Assert.InRange(exit.OutsideWait, 0.6 * exit.Usage.WallTime, exit.Usage.WallTime);
    }

    /// <summary>
    /// A compiler is such a chain: driver, compiler proper, assembler. Each lasts longer than the time between two looks, also on a fast machine: what
    /// has ended before it was looked at is not counted.
    /// </summary>
    [Fact]
    public async Task RunAsync_ProcessesOneAfterTheOther_AddUp()
    {
        var exit = await RunAsync("while :; do taskset 1 sh -c 'i=0; while [ $i -lt 150000 ]; do i=$((i+1)); done'; done", Hogs);

        Assert.Equal(ExitReason.WallTime, exit.Reason);
        Assert.InRange(exit.OutsideWait, 0.5 * exit.Usage.WallTime, exit.Usage.WallTime);
    }

    [Theory]
    [InlineData("exec sleep 59")]
    [InlineData("i=0; while [ $i -lt 30 ]; do sleep 59 & i=$((i+1)); done; wait")]
    [InlineData("cat /dev/zero | sleep 59")]
    public async Task RunAsync_AsleepOnABusyMachine_HasWaitedForNobody(string command)
    {
        var exit = await RunAsync(command, Hogs);

        Assert.Equal(ExitReason.WallTime, exit.Reason);
        // What it took to fall asleep.
        Assert.InRange(exit.OutsideWait, TimeSpan.Zero, 0.4 * exit.Usage.WallTime);
    }

    /// <summary>However busy the machine is: what it ran and what others kept it from can't be more than there was.</summary>
    [Theory]
    [InlineData("i=0; while [ $i -lt 40 ]; do (while :; do :; done) & i=$((i+1)); done; wait")]
    [InlineData("i=0; while [ $i -lt 40 ]; do taskset 1 sh -c 'while :; do :; done' & i=$((i+1)); done; wait")]
    [InlineData("while :; do /bin/true; done")]
    public async Task RunAsync_BehindProcessesOfItsOwn_DoesNotCountThem(string command)
    {
        var exit = await RunAsync(command, hogs: 0);

        Assert.Equal(ExitReason.WallTime, exit.Reason);
        Assert.InRange(exit.OutsideWait + exit.Usage.CpuTime, TimeSpan.Zero, 1.15 * exit.Usage.WallTime);
    }

    private async Task<ProcessExit> RunAsync(string command, int hogs)
    {
        await using var sandbox = await fixture.StartAsync();
        using var load = new Load(hogs);
        return await sandbox.RunAsync(Shell(command, Limits), output: null, CancellationToken.None);
    }

    /// <summary>Busy processes on the first processor, each in a session of its own. They end by themselves if nobody ends them.</summary>
    private sealed class Load : IDisposable
    {
        private readonly List<Process> _processes = [];

        public Load(int hogs)
        {
            for (var hog = 0; hog < hogs; hog++)
                _processes.Add(Process.Start("/usr/bin/setsid", ["taskset", "1", "timeout", "20", "sh", "-c", "while :; do :; done"]));
        }

        public void Dispose()
        {
            foreach (var process in _processes)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                process.Dispose();
            }
        }
    }
}
