using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests.Runs;

public sealed class SubmissionRunnerTestsTests
{
    private readonly RunnerFixture _fixture = new();

    private FakeSandboxPool Pool => _fixture.Pool;

    [Fact]
    public async Task RunAsync_HundredTests_CompilesOnceAndRentsOneRunSandbox()
    {
        var tests = Enumerable.Range(1, 100).Select(i => RunnerFixture.Test($"{i}", $"in {i}", $"t{i}")).ToArray();
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Run ? FakeExit.Ok($"{number}\n") : FakeExit.Ok();

        var result = await _fixture.RunAsync(RunnerFixture.Request(tests));

        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Null(result.Message);
        Assert.Equal([SandboxStage.Compile, SandboxStage.Run], Pool.Rented.Select(sandbox => sandbox.Stage));
        Assert.Equal(tests.Select(test => test.Name), result.Tests.Select(test => test.Name));
        Assert.Equal(tests.Select(test => test.Stdin), Pool.Rented[1].Specs.Select(spec => spec.Stdin));
        Assert.Equal(2, Pool.Rented[1].Files.Count + Pool.Rented[0].Files.Count);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    [Fact]
    public async Task RunAsync_Test_GetsCommandEnvironmentAndLimits()
    {
        _fixture.Run.OpenFiles = 99;
        var limits = new Limits(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), ByteSize.FromMiB(128), ByteSize.FromKiB(7), 3);

        await _fixture.RunAsync(RunnerFixture.Request() with { Args = ["-x", "a b"], Limits = limits });

        var spec = Pool.Rented[1].Specs.Single();
        Assert.Equal(["/box/program", "-x", "a b"], spec.Command.AsEnumerable());
        Assert.Equal(
            [
                "PATH=/usr/bin:/bin", "HOME=/work", "LANG=C.UTF-8",
                "ASAN_OPTIONS=detect_leaks=0:disable_coredump=0:quarantine_size_mb=4:thread_local_quarantine_size_kb=64",
            ],
            spec.Environment.AsEnumerable());
        Assert.False(spec.KeepFiles);
        var expected = new ProcessLimits
        {
            CpuTime = limits.CpuTime,
            WallTime = limits.WallTime,
            Memory = limits.Memory,
            Output = limits.Output,
            ErrorOutput = limits.Output,
            MaxErrorOutput = limits.Output,
            KillOnOutputLimit = true,
            Processes = 3,
            Stack = ByteSize.FromMiB(128),
            FileSize = ByteSize.FromMiB(64),
            OpenFiles = 99,
            AddressSpace = null,
        };
        Assert.Equal(expected, spec.Limits);
    }

    [Theory]
    [InlineData(16, null, 16)]
    [InlineData(1024, null, 1024)]
    [InlineData(256, 8, 8)]
    [InlineData(16, 64, 64)]
    public async Task RunAsync_Stack_IsTheMemoryLimitUnlessTheRequestSaysAnother(int memory, int? stack, int expected)
    {
        var limits = RunnerFixture.Limits with { Memory = ByteSize.FromMiB(memory), Stack = stack is { } size ? ByteSize.FromMiB(size) : null };

        await _fixture.RunAsync(RunnerFixture.Request() with { Limits = limits });

        Assert.Equal(ByteSize.FromMiB(expected), Pool.Rented[1].Specs[0].Limits.Stack);
    }

    [Theory]
    [InlineData(false, 3_000_000, 7 << 10)] // a limit that the request named stays
    [InlineData(true, 100, 1025 << 10)]
    [InlineData(true, 3_000_000, 6884 << 10)] // twice the expected output and 1 MiB, in whole KiB
    [InlineData(true, 9_000_000, 16 << 20)]
    [InlineData(true, null, 7 << 10)]
    public async Task RunAsync_OutputLimit_LeavesRoomForWhatIsExpected(bool isDefault, int? expectedOutput, int limit)
    {
        var limits = RunnerFixture.Limits with { Output = ByteSize.FromKiB(7), MaxOutput = ByteSize.FromMiB(16), OutputIsDefault = isDefault };
        var test = RunnerFixture.Test(expectedOutput is { } length ? new string('x', length) : null);

        await _fixture.RunAsync(RunnerFixture.Request(test) with { Limits = limits });

        var given = Pool.Rented[1].Specs[0].Limits;
        Assert.Equal((new ByteSize(limit), ByteSize.FromKiB(7), ByteSize.FromMiB(16)), (given.Output, given.ErrorOutput, given.MaxErrorOutput));
    }

    [Theory]
    [InlineData(Isolation.Unknown, 1)]
    [InlineData(Isolation.Submission, 1)]
    [InlineData(Isolation.Test, 3)]
    public async Task RunAsync_Isolation_SaysHowManySandboxesRun(Isolation isolation, int sandboxes)
    {
        var request = RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null), RunnerFixture.Test(null)) with { Isolation = isolation };

        var result = await _fixture.RunAsync(request);

        var run = Pool.Rented.Skip(1).ToList();
        Assert.Equal((3, sandboxes), (result.Tests.Length, run.Count));
        Assert.All(run, sandbox => Assert.Equal((1, 3 / sandboxes), (sandbox.Disposals, sandbox.Specs.Count)));
        Assert.All(run, sandbox => Assert.NotEmpty(sandbox.Files));
    }

    [Fact]
    public async Task RunAsync_Observer_SeesEverythingInOrder()
    {
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Compile ? FakeExit.Ok("compiler") : FakeExit.Ok($"o{number}", $"e{number}");

        await _fixture.RunAsync(RunnerFixture.Request(RunnerFixture.Test("o1"), RunnerFixture.Test("no")));

        Assert.Equal(
            [
                "progress 0/2", "progress 1/2", "output 1 Stdout o1", "output 1 Stderr e1", "finished 1 Accepted",
                "progress 2/2", "output 2 Stdout o2", "output 2 Stderr e2", "finished 2 WrongAnswer",
            ],
            _fixture.Observer.Events);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task RunAsync_Failure_StopsOnlyWhenAsked(bool stop, int ran)
    {
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Run && number == 2 ? FakeExit.Status(3) : FakeExit.Ok();
        var request = RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null), RunnerFixture.Test(null));

        var result = await _fixture.RunAsync(request with { StopOnFirstFailure = stop });

        Assert.Equal(ran, result.Tests.Length);
        Assert.Equal(Verdict.RuntimeError, result.Verdict);
        Assert.Equal("test 2: exited with status 3", result.Message);
        Assert.Equal(3, result.Tests[1].ExitCode);
    }

    [Fact]
    public async Task RunAsync_SeveralFailures_TheFirstOneDecides()
    {
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Compile ? FakeExit.Ok()
            : number == 1 ? FakeExit.Killed(ExitReason.CpuTime) : FakeExit.Killed(ExitReason.Memory);

        var result = await _fixture.RunAsync(RunnerFixture.Request(RunnerFixture.Test(null), RunnerFixture.Test(null)));

        Assert.Equal(Verdict.TimeLimitExceeded, result.Verdict);
        Assert.Equal([Verdict.TimeLimitExceeded, Verdict.MemoryLimitExceeded], result.Tests.Select(test => test.Verdict));
        Assert.Equal("SIGKILL", result.Tests[0].Signal);
    }

    [Fact]
    public async Task RunAsync_NoTests_SaysNothingOfATest()
    {
        Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? FakeExit.Status(1) : FakeExit.Ok();

        var result = await _fixture.RunAsync(RunnerFixture.Request());

        Assert.Equal("exited with status 1", result.Message);
    }

    [Fact]
    public async Task RunAsync_OutputOfAnyBytes_ComesBackExactly()
    {
        var bytes = new Blob([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);
        var exit = FakeExit.Ok() with { Stdout = bytes, Stderr = bytes, StderrTruncated = true };
        Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? exit : FakeExit.Ok();

        var test = (await _fixture.RunAsync(RunnerFixture.Request())).Tests.Single();

        Assert.Equal(bytes, test.Stdout);
        Assert.Equal(bytes, test.Stderr);
        Assert.False(test.StdoutTruncated);
        Assert.True(test.StderrTruncated);
    }

    [Fact]
    public async Task RunAsync_LostSandbox_KeepsTheResultAndRentsAnother()
    {
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Run && number == 2
            ? FakeExit.Killed(ExitReason.Memory) with { SandboxLost = true } : FakeExit.Ok();
        var test = RunnerFixture.Test(null);
        var request = RunnerFixture.Request(test, test, test, test);

        var result = await _fixture.RunAsync(request with { Files = [RunnerFixture.File("data")] });

        Assert.Equal(
            [Verdict.Accepted, Verdict.MemoryLimitExceeded, Verdict.Accepted, Verdict.Accepted],
            result.Tests.Select(test => test.Verdict));
        Assert.Equal(
            [
                "rent Run", "put Run Box/program", "put Run Work/data", "run Run", "run Run", "dispose Run",
                "rent Run", "put Run Box/program", "put Run Work/data", "run Run", "run Run", "dispose Run",
            ],
            Pool.Calls.SkipWhile(call => call != "rent Run"));
    }

    [Fact]
    public async Task RunAsync_SandboxLostInTheLastTest_RentsNoOther()
    {
        Pool.Exit = (stage, _, _) => FakeExit.Ok() with { SandboxLost = stage == SandboxStage.Run };

        var result = await _fixture.RunAsync(RunnerFixture.Request());

        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal(2, Pool.Rented.Count);
        Assert.All(Pool.Rented, sandbox => Assert.Equal(1, sandbox.Disposals));
    }

    [Fact]
    public async Task RunAsync_ManyOutputs_KeepsNoMoreThanAllowed()
    {
        _fixture.Judging.KeptOutput = 100;
        _fixture.Judging.Excerpt = 10;
        var wide = new string('x', 30);
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Run ? FakeExit.Ok(wide, number == 2 ? "short" : wide) : FakeExit.Ok();
        var test = RunnerFixture.Test(wide);

        var tests = (await _fixture.RunAsync(RunnerFixture.Request(test, test, test, test))).Tests;

        Assert.All(tests, result => Assert.Equal(Verdict.Accepted, result.Verdict));
        Assert.Equal([30, 30, 10, 10], tests.Select(result => result.Stdout.Length));
        Assert.Equal([30, 5, 10, 10], tests.Select(result => result.Stderr.Length));
        Assert.Equal([false, false, true, true], tests.Select(result => result.StdoutTruncated));
        Assert.Equal([false, false, true, true], tests.Select(result => result.StderrTruncated));
    }

    [Fact]
    public async Task RunAsync_OverTheBudget_MarksOnlyWhatIsCut()
    {
        _fixture.Judging.KeptOutput = 10;
        _fixture.Judging.Excerpt = 8;
        Pool.Exit = (stage, _, _) => stage == SandboxStage.Run ? FakeExit.Ok("123456789", "12345678") : FakeExit.Ok();

        var test = (await _fixture.RunAsync(RunnerFixture.Request())).Tests.Single();

        Assert.Equal("12345678", test.Stdout.ToString());
        Assert.True(test.StdoutTruncated);
        Assert.Equal("12345678", test.Stderr.ToString());
        Assert.False(test.StderrTruncated);
    }
}
