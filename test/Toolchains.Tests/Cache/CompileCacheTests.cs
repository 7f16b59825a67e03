using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Tests.Cache;

/// <summary>What is compiled again, and what is not.</summary>
public sealed class CompileCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coderunner-cache-").FullName;
    private readonly RunnerFixture _fixture = new();
    private ISubmissionRunner _runner;

    public CompileCacheTests()
    {
        _fixture.Cache.Enabled = true;
        _fixture.Cache.Folder = _folder;
        _fixture.Cache.KeepFree = 0;
        _runner = _fixture.CreateRunner();
    }

    private int Compiles => _fixture.Pool.Commands[SandboxStage.Compile];

    public void Dispose()
    {
        _fixture.Store?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RunAsync_EqualSource_TakesNoCompileSandbox()
    {
        await RunAsync(Request("a"));

        var again = await RunAsync(Request("a") with { Tests = [RunnerFixture.Test(expected: null, stdin: "other")] });

        Assert.Equal(1, Compiles);
        Assert.Single(_fixture.Pool.Rented, static sandbox => sandbox.Stage == SandboxStage.Compile);
        Assert.True(again.Compile?.Succeeded);
        Assert.Equal(TimeSpan.Zero, again.Compile?.Usage.CpuTime);
        var program = _fixture.Pool.Rented[^1].Files.First(static file => file.Folder == SandboxFolder.Box);
        Assert.Equal("ELF", program.Content.ToString());
    }

    [Fact]
    public async Task RunAsync_AnythingElse_IsCompiled()
    {
        SubmissionRequest[] different =
        [
            Request("a"), Request("b"), Request("a") with { Standard = "17" }, Request("a") with { CompileOptions = ["-O3"] },
            Request("a") with { CompileOptions = ["-O3", "-s"] }, Request("a") with { Language = "c", Standard = "17" },
            Request("a") with { Files = [RunnerFixture.File("x.h", "1")] }, Request("a") with { Files = [RunnerFixture.File("x.h", "2")] },
            Request("a") with { Files = [RunnerFixture.File("y.h", "1")] },
        ];

        foreach (var request in different)
            await RunAsync(request);

        Assert.Equal(different.Length, Compiles);
    }

    [Theory]
    [InlineData("int main() { return __DATE__[0]; }")]
    [InlineData("int main() { return __TIME__[0]; }")]
    [InlineData("int main() { return __TIMESTAMP__[0]; }")]
    [InlineData("int main() { return __DA\\\nTE__[0]; }")]
    [InlineData("int main() { return __DA\\  \r\nTE__[0]; }")]
    [InlineData("int main() { return __DA??/\nTE__[0]; }")]
    [InlineData("#define J(a, b) a ## b\nint main() { return J(__DA, TE__)[0]; }")]
    [InlineData("#define J(a, b) a %:%: b\nint main() { return J(__DA, TE__)[0]; }")]
    public async Task RunAsync_SourceThatCanNameTheTime_IsCompiledEveryTime(string source)
    {
        await RunAsync(Request(source));
        await RunAsync(Request(source));

        Assert.Equal(2, Compiles);
    }

    [Theory]
    [InlineData("-DNOW=__TIME__")]
    [InlineData("-march=native")]
    public async Task RunAsync_OptionThatChangesItsMeaning_IsCompiledEveryTime(string option)
    {
        await RunAsync(Request("a") with { CompileOptions = [option] });
        await RunAsync(Request("a") with { CompileOptions = [option] });

        Assert.Equal(2, Compiles);
    }

    [Fact]
    public async Task RunAsync_FlippedByte_IsCompiledAgain()
    {
        await RunAsync(Request("a"));
        var file = Assert.Single(Artifacts());
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var again = await RunAsync(Request("a"));
        await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
        Assert.True(again.Compile?.Succeeded);
    }

    [Fact]
    public async Task RunAsync_AnotherProgramsFile_IsCompiledAgain()
    {
        await RunAsync(Request("a"));
        var first = Assert.Single(Artifacts());
        await RunAsync(Request("b"));
        File.Copy(first, Artifacts().Single(file => file != first), overwrite: true);

        await RunAsync(Request("b"));

        Assert.Equal(3, Compiles);
    }

    [Fact]
    public async Task RunAsync_AfterARestart_IsNotCompiledAgain()
    {
        await RunAsync(Request("a"));
        _fixture.Store?.Dispose();

        _runner = _fixture.CreateRunner();
        await RunAsync(Request("a"));

        Assert.Equal(1, Compiles);
    }

    [Fact]
    public async Task RunAsync_CompileError_IsKeptWithItsWords()
    {
        _fixture.Pool.Exit = (_, _, _) => FakeExit.Status(1, "main.cpp:1:1: error: no");

        await RunAsync(Request("a"));
        var again = await RunAsync(Request("a"));

        Assert.Equal(1, Compiles);
        Assert.Equal(Verdict.CompileError, again.Verdict);
        Assert.Equal("main.cpp:1:1: error: no", again.Compile?.Output.ToString());
    }

    [Fact]
    public async Task RunAsync_CompileErrorNearALimit_IsNotKept()
    {
        _fixture.Pool.Exit = (_, _, _) => FakeExit.Status(1, "error") with
        {
            Usage = FakeExit.Little with { Memory = new ByteSize((_fixture.Compile.Memory / 2) + 1) },
        };

        await RunAsync(Request("a"));
        await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
    }

    [Fact]
    public async Task RunAsync_CompileThatWasStopped_IsNotKept()
    {
        _fixture.Pool.Exit = (_, _, _) => FakeExit.Killed(ExitReason.CpuTime);

        await RunAsync(Request("a"));
        await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
    }

    [Fact]
    public async Task RunAsync_FolderThatCannotBeUsed_CompilesEveryTime()
    {
        _fixture.Cache.Folder = "/dev/null/cache";
        _runner = _fixture.CreateRunner();

        await RunAsync(Request("a"));
        var again = await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
        Assert.Equal(Verdict.Accepted, again.Verdict);
    }

    [Fact]
    public async Task RunAsync_DiskNearlyFull_KeepsNothing()
    {
        _fixture.Cache.KeepFree = long.MaxValue;

        await RunAsync(Request("a"));
        await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
        Assert.Empty(Artifacts());
    }

    [Fact]
    public async Task RunAsync_FolderThatVanishes_CompilesEveryTime()
    {
        await RunAsync(Request("a"));
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(Assert.Single(Artifacts())))!; // It is below the cache's folder.
        Directory.Delete(folder, recursive: true);
        await File.WriteAllTextAsync(folder, "in the way");

        var again = await RunAsync(Request("a"));

        Assert.Equal(2, Compiles);
        Assert.Equal(Verdict.Accepted, again.Verdict);
    }

    [Fact]
    public async Task RunAsync_MoreThanFits_ForgetsTheOneNotUsedForLongest()
    {
        await RunAsync(Request("a"));
        _fixture.Cache.Bytes = 2 * new FileInfo(Assert.Single(Artifacts())).Length;
        await RunAsync(Request("b"));
        await RunAsync(Request("a"));

        await RunAsync(Request("c"));

        Assert.Equal(3, Compiles);
        await RunAsync(Request("a"));
        Assert.Equal(3, Compiles);
        await RunAsync(Request("b"));
        Assert.Equal(4, Compiles);
        Assert.Equal(2, Artifacts().Length);
    }

    [Fact]
    public async Task RunAsync_EqualSourceMeanwhile_WaitsForTheFirst()
    {
        using var release = new ManualResetEventSlim();
        var compiling = HoldCompiles(release);
        var first = Task.Run(() => RunAsync(Request("a")));
        await compiling;

        var second = RunAsync(Request("a"));
        Assert.False(second.IsCompleted);
        release.Set();

        Assert.Equal(Verdict.Accepted, (await first).Verdict);
        Assert.Equal(Verdict.Accepted, (await second).Verdict);
        Assert.Equal(1, Compiles);
    }

    [Fact]
    public async Task RunAsync_FirstOfTwoFails_TheOtherCompilesItself()
    {
        using var release = new ManualResetEventSlim();
        var compiling = HoldCompiles(release, failFirst: true);
        var first = Task.Run(() => RunAsync(Request("a")));
        await compiling;

        var second = RunAsync(Request("a"));
        release.Set();

        await Assert.ThrowsAsync<SandboxException>(() => first);
        Assert.Equal(Verdict.Accepted, (await second).Verdict);
        Assert.Equal(2, Compiles);
    }

    private static SubmissionRequest Request(string code) => RunnerFixture.Request() with { Code = Blob.FromText(code) };

    private Task<SubmissionResult> RunAsync(SubmissionRequest request) => _runner.RunAsync(request, _fixture.Observer, CancellationToken.None);

    private Task HoldCompiles(ManualResetEventSlim release, bool failFirst = false)
    {
        var compiling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Pool.Exit = (stage, _, number) =>
        {
            if (stage != SandboxStage.Compile || number > 1)
                return FakeExit.Ok();
            compiling.SetResult();
            release.Wait();
            return failFirst ? throw new SandboxException("it broke") : FakeExit.Ok();
        };
        return compiling.Task;
    }

    private string[] Artifacts() =>
        [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Where(static file => Path.GetExtension(file) != ".lock")];
}
