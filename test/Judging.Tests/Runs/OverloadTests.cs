using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests.Runs;

/// <summary>Who is at fault when wall time runs out.</summary>
public sealed class OverloadTests
{
    private readonly RunnerFixture _fixture = new();

    /// <summary>The five lines of &lt;regex&gt; that were a compile error at 2.9 s of CPU time.</summary>
    [Fact]
    public async Task RunAsync_CompilerThatGotNoProcessor_IsNoVerdict()
    {
        _fixture.Pool.Exit = (_, _, _) => OutOfWallTime(cpu: 2.9, wall: 30, waited: 26.5);

        var exception = await Assert.ThrowsAsync<OverloadException>(() => _fixture.RunAsync(RunnerFixture.Request()));

        Assert.Equal("The machine is too busy: the compiler was ready to run, but others had the processors for at least 26.5 of 30.0 s.", exception.Message);
        Assert.All(_fixture.Pool.Rented, static sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    /// <summary>The commands of a compile share one wall time, so what the last one is left with says little about who had the processors.</summary>
    [Fact]
    public async Task RunAsync_EarlierCompilerGotNoProcessor_IsNoVerdict()
    {
        _fixture.Pool.Exit = (_, _, number) => number == 1 ? Ended(cpu: 0.5, wall: 25, waited: 24) : OutOfWallTime(cpu: 3, wall: 5, waited: 1);

        var request = RunnerFixture.Request() with { Files = [RunnerFixture.File("b.c")] };

        var exception = await Assert.ThrowsAsync<OverloadException>(() => _fixture.RunAsync(request));

        Assert.EndsWith("others had the processors for at least 25.0 of 30.0 s.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EarlierCompilerThatWaitedForNobody_IsACompileError()
    {
        _fixture.Pool.Exit = (_, _, number) => number == 1 ? Ended(cpu: 0.5, wall: 25, waited: 12) : OutOfWallTime(cpu: 3, wall: 5, waited: 1);

        var result = await _fixture.RunAsync(RunnerFixture.Request() with { Files = [RunnerFixture.File("b.c")] });

        Assert.Equal(Verdict.CompileError, result.Verdict);
        Assert.Equal(TimeSpan.FromSeconds(30), result.Compile?.Usage.WallTime);
    }

    /// <summary>All tests share the total wall time in the same way.</summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(0.1, false)]
    public async Task RunAsync_EarlierTestsGotNoProcessor_IsNoVerdictOfTheTotal(double waited, bool isOverload)
    {
        var request = RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null), RunnerFixture.Test(null)) with
        {
            Limits = RunnerFixture.Limits with { TotalWallTime = TimeSpan.FromSeconds(11) },
        };
        _fixture.Pool.Exit = (stage, _, number) => stage == SandboxStage.Compile ? FakeExit.Ok()
            : number < 3 ? Ended(cpu: 0.5, wall: 5, waited)
            : OutOfWallTime(cpu: 0.6, wall: 1, waited: 0.1);

        var running = _fixture.RunAsync(request);

        if (isOverload)
            await Assert.ThrowsAsync<OverloadException>(() => running);
        else
            Assert.Equal("test 3: total wall time limit of 11 s for all tests exceeded", (await running).Message);
    }

    [Fact]
    public async Task RunAsync_ProgramThatGotNoProcessor_IsNoVerdict()
    {
        _fixture.Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? OutOfWallTime(cpu: 0.4, wall: 6, waited: 5) : FakeExit.Ok();

        await Assert.ThrowsAsync<OverloadException>(() => _fixture.RunAsync(RunnerFixture.Request()));

        Assert.All(_fixture.Pool.Rented, static sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    [Theory]
    [InlineData(0.01, 0.05)] // asleep
    [InlineData(0.5, 2.9)] // half asleep
    [InlineData(3.1, 2.9)] // had its share
    public async Task RunAsync_ProgramThatWaitedForNobody_IsOverItsLimit(double cpu, double waited)
    {
        var limits = RunnerFixture.Limits with { CpuTime = TimeSpan.FromSeconds(5) };
        _fixture.Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? OutOfWallTime(cpu, wall: 6, waited) : FakeExit.Ok();

        var result = await _fixture.RunAsync(RunnerFixture.Request() with { Limits = limits });

        Assert.Equal(Verdict.TimeLimitExceeded, result.Verdict);
        Assert.Equal("wall time limit of 6 s exceeded", result.Message);
    }

    [Theory]
    [InlineData(ExitReason.CpuTime, Verdict.TimeLimitExceeded)]
    [InlineData(ExitReason.Memory, Verdict.MemoryLimitExceeded)]
    [InlineData(ExitReason.Output, Verdict.OutputLimitExceeded)]
    [InlineData(ExitReason.Ended, Verdict.RuntimeError)]
    public async Task RunAsync_BusyMachineButAnotherEnd_IsTheProgramsOwn(ExitReason reason, Verdict verdict)
    {
        _fixture.Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? OutOfWallTime(cpu: 1, wall: 5.9, waited: 4.9) with { Reason = reason } : FakeExit.Ok();

        Assert.Equal(verdict, (await _fixture.RunAsync(RunnerFixture.Request())).Verdict);
    }

    private static ProcessExit Ended(double cpu, double wall, double waited) =>
        OutOfWallTime(cpu, wall, waited) with { Reason = ExitReason.Ended, ExitCode = 0, Signal = null };

    private static ProcessExit OutOfWallTime(double cpu, double wall, double waited) => FakeExit.Killed(ExitReason.WallTime) with
    {
        Usage = new Usage(TimeSpan.FromSeconds(cpu), TimeSpan.FromSeconds(wall), ByteSize.FromMiB(1)),
        OutsideWait = TimeSpan.FromSeconds(waited),
    };
}
