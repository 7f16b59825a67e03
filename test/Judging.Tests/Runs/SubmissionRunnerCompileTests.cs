using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Judging.Tests.Runs;

public sealed class SubmissionRunnerCompileTests
{
    private readonly RunnerFixture _fixture = new();

    private FakeSandboxPool Pool => _fixture.Pool;

    [Fact]
    public async Task RunAsync_Program_CompilesInOneSandboxAndRunsInAnother()
    {
        var request = RunnerFixture.Request() with { Files = [RunnerFixture.File("lib/a.h"), RunnerFixture.File("data.txt")] };

        var result = await _fixture.RunAsync(request);

        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal(
            [
                "rent Compile", "put Compile Work/main.cpp", "put Compile Work/lib/a.h", "put Compile Work/data.txt", "run Compile",
                "get Compile program", "dispose Compile",
                "rent Run", "put Run Box/program", "put Run Work/lib/a.h", "put Run Work/data.txt", "run Run", "dispose Run",
            ],
            Pool.Calls);
    }

    [Fact]
    public async Task RunAsync_Program_PassesTheBytesOn()
    {
        Pool.Artifact = new Blob([0x7F, 0, 0xFF]);

        await _fixture.RunAsync(RunnerFixture.Request());

        Assert.Equal("int main() {}", Pool.Rented[0].Files[0].Content.ToString());
        Assert.False(Pool.Rented[0].Files[0].Executable);
        Assert.Equal(new SandboxFile(SandboxFolder.Box, "program", Pool.Artifact.Value, Executable: true), Pool.Rented[1].Files[0]);
    }

    [Fact]
    public async Task RunAsync_Program_GivesTheCompilerItsCommandAndEnvironment()
    {
        var request = RunnerFixture.Request() with
        {
            Standard = "17",
            CompileOptions = ["-lm", "-O3", "-DN=5"],
            Files = [RunnerFixture.File("b.cc")],
        };

        await _fixture.RunAsync(request);

        var spec = Pool.Rented[0].Specs.Single();
        Assert.Equal(
            "/usr/bin/g++ -std=gnu++17 -O2 -pipe -fmax-errors=20 -fdiagnostics-color=never -ftemplate-depth=900 "
            + "-fconstexpr-ops-limit=33554432 -DONLINE_JUDGE -iquote . -idirafter . -O3 -DN=5 -o /work/program main.cpp b.cc "
            + "-lm -Wl,--push-state,--as-needed -latomic -Wl,--pop-state",
            string.Join(' ', spec.Command));
        Assert.Equal(["PATH=/usr/bin:/bin", "TMPDIR=/work", "LC_ALL=C.UTF-8"], spec.Environment.AsEnumerable());
        Assert.True(spec.KeepFiles);
        Assert.True(spec.Stdin.IsEmpty);
    }

    [Fact]
    public async Task RunAsync_C_LinksTheMathLibraryAfterTheSources()
    {
        await _fixture.RunAsync(RunnerFixture.Request() with { Language = "c", Standard = "17" });

        Assert.Equal(["-Wl,--pop-state", "-lm"], Pool.Rented[0].Specs[0].Command[^2..].AsEnumerable());
        Assert.Contains("-std=gnu17", Pool.Rented[0].Specs[0].Command);
    }

    [Theory]
    [InlineData("17", "-std=gnu++17")]
    [InlineData("C++17", "-std=c++17")]
    [InlineData("GNU++1z", "-std=gnu++17")]
    [InlineData("03", "-std=gnu++98")]
    [InlineData(null, "-std=gnu++20")]
    [InlineData(null, "-std=c++11", "-std=C++0x", "-O1")]
    [InlineData("17", "-std=c++17", "-O1", "--std=c++17")]
    public async Task RunAsync_StandardInAnySpelling_IsTheCompilersOwn(string? standard, string expected, params string[] options)
    {
        await _fixture.RunAsync(RunnerFixture.Request() with { Standard = standard, CompileOptions = [.. options] });

        var command = Pool.Rented[0].Specs[0].Command;
        Assert.Equal([expected], command.Where(static argument => argument.Contains("std=", StringComparison.Ordinal)));
        Assert.Equal(options.Contains("-O1"), command.Contains("-O1"));
    }

    [Theory]
    [InlineData("a.cpp", "a.cpp")]
    [InlineData("sub/a.cxx", "sub/a.cxx")]
    [InlineData("a b.cc", "a b.cc")]
    [InlineData("-x.cpp", "./-x.cpp")]
    [InlineData("-o/x.cpp", "./-o/x.cpp")]
    [InlineData("@x.cpp", "./@x.cpp")]
    [InlineData("a.C", "a.C")]
    [InlineData("a.c++", "a.c++")]
    [InlineData("a.h", null)]
    [InlineData("a.cpp.txt", null)]
    [InlineData("cpp", null)]
    [InlineData("-I", null)]
    public async Task RunAsync_FurtherFile_IsHandedToTheCompilerByItsEnding(string path, string? operand)
    {
        await _fixture.RunAsync(RunnerFixture.Request() with { Files = [RunnerFixture.File(path)] });

        var command = Pool.Rented[0].Specs[0].Command;
        var sources = command[(command.IndexOf("-o") + 2)..command.IndexOf("-Wl,--push-state,--as-needed")];
        Assert.Equal(operand is null ? ["main.cpp"] : ["main.cpp", operand], sources.AsEnumerable());
    }

    [Fact]
    public async Task RunAsync_CBesideCpp_IsCompiledFirstByItsOwnCompilerWithinTheSameTimes()
    {
        Pool.Exit = (stage, _, number) => stage == SandboxStage.Compile && number == 1
            ? FakeExit.Ok(stderr: "warning: in C\n") with { Usage = FakeExit.Little with { CpuTime = TimeSpan.FromSeconds(4) } }
            : FakeExit.Ok();
        var request = RunnerFixture.Request() with { CompileOptions = ["-O3", "-fno-rtti", "-lm"], Files = [RunnerFixture.File("lib/a.c")] };

        var result = await _fixture.RunAsync(request);

        var specs = Pool.Rented[0].Specs;
        Assert.Equal(
            "/usr/bin/gcc -O2 -pipe -fmax-errors=20 -fdiagnostics-color=never -DONLINE_JUDGE -iquote . -idirafter . -O3 -c -o /tmp/1.o lib/a.c",
            string.Join(' ', specs[0].Command));
        Assert.Equal(["main.cpp", "/tmp/1.o"], specs[1].Command.SkipWhile(static argument => argument != "main.cpp").Take(2));
        Assert.Equal(TimeSpan.FromSeconds(6), specs[1].Limits.CpuTime);
        Assert.Equal("warning: in C\n", result.Compile!.Output.ToString());
        Assert.Equal(TimeSpan.FromSeconds(4) + FakeExit.Little.CpuTime, result.Compile.Usage.CpuTime);
    }

    [Fact]
    public async Task RunAsync_CBesideCppThatFails_IsTheResult()
    {
        Pool.Exit = (_, _, _) => FakeExit.Status(1, "error: in C\n");

        var result = await _fixture.RunAsync(RunnerFixture.Request() with { Files = [RunnerFixture.File("a.c"), RunnerFixture.File("b.c")] });

        Assert.Equal(Verdict.CompileError, result.Verdict);
        Assert.Equal("error: in C\n", result.Compile!.Output.ToString());
        Assert.Single(Pool.Rented[0].Specs);
    }

    [Theory]
    [InlineData("program", "program_")]
    [InlineData("program/a.h", "program_")]
    [InlineData("lib/program", "program")]
    public async Task RunAsync_FileNamedLikeTheOutput_GetsOutOfItsWay(string path, string output)
    {
        await _fixture.RunAsync(RunnerFixture.Request() with { Files = [RunnerFixture.File(path)] });

        Assert.Contains($"/work/{output}", Pool.Rented[0].Specs[0].Command);
        Assert.Contains($"get Compile {output}", Pool.Calls);
    }

    [Fact]
    public async Task RunAsync_Program_GivesTheCompilerTheConfiguredLimits()
    {
        _fixture.Compile.CpuTime = TimeSpan.FromSeconds(7);
        _fixture.Compile.Artifact = 5 << 20;

        await _fixture.RunAsync(RunnerFixture.Request());

        var expected = new ProcessLimits
        {
            CpuTime = TimeSpan.FromSeconds(7),
            WallTime = TimeSpan.FromSeconds(30),
            Memory = ByteSize.FromMiB(1024),
            Output = ByteSize.FromKiB(64),
            KillOnOutputLimit = false,
            Processes = 64,
            Stack = ByteSize.FromMiB(64),
            FileSize = ByteSize.FromMiB(128),
            OpenFiles = 256,
            AddressSpace = ByteSize.FromMiB(4096),
        };
        Assert.Equal(expected, Pool.Rented[0].Specs[0].Limits);
        Assert.Equal(ByteSize.FromMiB(5), Pool.Rented[0].GotMaximum);
    }

    [Fact]
    public async Task RunAsync_Warnings_AreKept()
    {
        Pool.Exit = (stage, _, _) => stage == SandboxStage.Compile ? FakeExit.Ok("out ", "warning: unused") : FakeExit.Ok();

        var result = await _fixture.RunAsync(RunnerFixture.Request());

        Assert.True(result.Compile!.Succeeded);
        Assert.Equal("out warning: unused", result.Compile.Output.ToString());
        Assert.False(result.Compile.OutputTruncated);
        Assert.Equal(FakeExit.Little, result.Compile.Usage);
    }

    [Fact]
    public async Task RunAsync_LongDiagnostics_AreCutAndMarked()
    {
        _fixture.Compile.Diagnostics = 1024;
        Pool.Exit = (_, _, _) => FakeExit.Ok(new string('a', 1000), new string('b', 1000)) with { ExitCode = 1 };

        var compile = (await _fixture.RunAsync(RunnerFixture.Request())).Compile!;

        Assert.Equal(new string('a', 1000) + new string('b', 24), compile.Output.ToString());
        Assert.True(compile.OutputTruncated);
    }

    [Fact]
    public async Task RunAsync_LanguageWithoutCompiler_RunsTheSource()
    {
        _fixture.Language = new()
        {
            Id = "sh",
            Name = "Shell",
            SourceName = "main.sh",
            RunCommand = ["/bin/sh", "{program}"],
            VersionCommand = ["/bin/sh", "--version"],
        };
        var request = RunnerFixture.Request() with { Language = "sh", Standard = null, Args = ["a"], Files = [RunnerFixture.File("data")] };

        var result = await _fixture.RunAsync(request);

        Assert.Null(result.Compile);
        Assert.Equal(Verdict.Accepted, result.Verdict);
        Assert.Equal(["rent Run", "put Run Work/main.sh", "put Run Work/data", "run Run", "dispose Run"], Pool.Calls);
        Assert.Equal(["/bin/sh", "/work/main.sh", "a"], Pool.Rented[0].Specs[0].Command.AsEnumerable());
        Assert.Equal("progress 1/1", _fixture.Observer.Events[0]);
    }

    [Fact]
    public async Task RunAsync_WhatThisMachineCannotDo_IsTheEnginesFault()
    {
        var request = RunnerFixture.Request();
        foreach (var impossible in new[]
        {
            request with { Language = "cobol" },
            request with { Standard = "97" },
            request with { CompileOptions = ["-fplugin=x.so"] },
        })
        {
            await Assert.ThrowsAsync<SandboxException>(() => _fixture.RunAsync(impossible));
        }

        Assert.Empty(Pool.Calls);
    }
}
