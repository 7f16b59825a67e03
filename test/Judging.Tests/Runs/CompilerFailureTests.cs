using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests.Runs;

/// <summary>How compilers fail, and whose fault that is.</summary>
public sealed class CompilerFailureTests
{
    private readonly RunnerFixture _fixture = new();

    private FakeSandboxPool Pool => _fixture.Pool;

    public static TheoryData<string, ProcessExit, string?> Failures => new()
    {
        { "error", FakeExit.Status(1, "main.cpp:1:1: error: x"), null },
        { "silent", FakeExit.Status(1), "the compiler exited with status 1 and said nothing" },
        { "cpu", FakeExit.Killed(ExitReason.CpuTime), "the compiler was stopped: CPU time limit of 10 s exceeded" },
        { "wall", FakeExit.Killed(ExitReason.WallTime), "the compiler was stopped: wall time limit of 30 s exceeded" },
        { "memory", FakeExit.Killed(ExitReason.Memory), "the compiler was stopped: memory limit of 1024 MiB exceeded" },
        {
            "driver that survives", FakeExit.Status(4, "Killed signal terminated program cc1plus") with { Reason = ExitReason.Memory },
            "the compiler was stopped: memory limit of 1024 MiB exceeded"
        },
        {
            "peak", FakeExit.Status(1, "Killed") with { Usage = FakeExit.Little with { Memory = ByteSize.FromMiB(1025) } },
            "the compiler was stopped: memory limit of 1024 MiB exceeded"
        },
        {
            "measured cpu", FakeExit.Ok() with { Usage = FakeExit.Little with { CpuTime = TimeSpan.FromSeconds(11) } },
            "the compiler was stopped: CPU time limit of 10 s exceeded"
        },
        {
            "large file", FakeExit.Status(4, "g++: internal compiler error: File size limit exceeded signal terminated program as\nPlease submit a full bug report"),
            "the compiler was stopped: file size limit of 128 MiB exceeded"
        },
        {
            "large program", FakeExit.Status(1, "collect2: fatal error: ld terminated with signal 25 [File size limit exceeded], core dumped\ncompilation terminated."),
            "the compiler was stopped: file size limit of 128 MiB exceeded"
        },
        {
            "killed part", FakeExit.Status(4, "main.cpp:1: note: x\ng++: fatal error: Killed signal terminated program cc1plus\ncompilation terminated."),
            "the compiler was stopped: memory limit of 1024 MiB exceeded"
        },
        {
            "address space", FakeExit.Status(1, "\ncc1plus: out of memory allocating 65536 bytes after a total of 1232896 bytes"),
            "the compiler was stopped: memory limit of 1024 MiB, or address space limit of 4096 MiB of a process, exceeded"
        },
        {
            "part out of time", FakeExit.Status(1, "gcc: internal compiler error: CPU time limit exceeded signal terminated program cc1"),
            "the compiler was stopped: CPU time limit of 10 s exceeded"
        },
        {
            "processes", FakeExit.Status(1, "g++: fatal error: cannot execute '/usr/libexec/cc1plus': vfork: Resource temporarily unavailable"),
            "the compiler was stopped: limit of 64 processes exceeded"
        },
        {
            "recursion", FakeExit.Status(4, "gcc: internal compiler error: Segmentation fault signal terminated program cc1\nPlease submit"),
            "the compiler was stopped: it crashed (SIGSEGV), as by a recursion deeper than its stack limit of 64 MiB"
        },
        { "only said", FakeExit.Status(1, "main.cpp:1:2: error: #error g++: File size limit exceeded"), null },
        { "signal", FakeExit.Ok() with { ExitCode = null, Signal = 11 }, "the compiler was ended by SIGSEGV" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task RunAsync_CompilerFails_IsACompileError(string name, ProcessExit exit, string? message)
    {
        Assert.NotEmpty(name);
        Pool.Exit = (_, _, _) => exit;

        var result = await _fixture.RunAsync(RunnerFixture.Request());

        Assert.Equal(Verdict.CompileError, result.Verdict);
        Assert.False(result.Compile!.Succeeded);
        Assert.Equal(message, result.Compile.Message);
        Assert.Equal(message, result.Message);
        Assert.Equal(exit.Stderr, result.Compile.Output);
        Assert.Empty(result.Tests);
        Assert.Equal(["rent Compile", "put Compile Work/main.cpp", "run Compile", "dispose Compile"], Pool.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_NoUsableProgram_IsACompileError(bool isTooLarge)
    {
        _fixture.Compile.Artifact = 1 << 20;
        Pool.Artifact = isTooLarge ? new Blob(new byte[(1 << 20) + 1]) : null;

        var result = await _fixture.RunAsync(RunnerFixture.Request());

        Assert.Equal(Verdict.CompileError, result.Verdict);
        Assert.Equal("the compiler left no program of at most 1 MiB", result.Message);
        Assert.Equal("dispose Compile", Pool.Calls[^1]);
    }
}
