using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>The ways in which a program ends.</summary>
[Collection(EngineTests.Name)]
public sealed class EndingTests(EngineFixture engine)
{
    [Theory]
    [InlineData("volatile int* p = nullptr; *p = 1;", "SIGSEGV")]
    [InlineData("volatile int zero = 0; return 100 / zero;", "SIGFPE")]
    [InlineData("std::abort();", "SIGABRT")]
    [InlineData("throw 1;", "SIGABRT")]
    [InlineData("__builtin_trap();", "SIGILL")]
    [InlineData("std::raise(SIGKILL);", "SIGKILL")]
    [InlineData("std::raise(SIGTERM);", "SIGTERM")]
    public async Task Run_FatalSignal_IsNamed(string body, string signal)
    {
        var status = await RunAsync($"std::puts(\"before\"); std::fflush(stdout); {body}");

        Assert.Equal((JobState.Completed, Verdict.RuntimeError, signal), (status.State, status.Verdict, status.Signal));
        Assert.Null(status.ExitCode);
        Assert.Equal("before\n", status.Stdout);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(127)]
    [InlineData(137)]
    [InlineData(255)]
    public async Task Run_ExitStatus_IsTold(int code)
    {
        var status = await RunAsync($"return {code};");

        Assert.Equal((Verdict.RuntimeError, code), (status.Verdict, status.ExitCode));
        Assert.Null(status.Signal);
    }

    [Fact]
    public async Task Run_EndlessLoop_IsEndedByCpuTime()
    {
        var status = await RunAsync("for (volatile int i = 0;; i = i + 1) {}", new() { CpuTimeMs = 500, WallTimeMs = 20_000 });

        Assert.Equal(Verdict.TimeLimitExceeded, status.Verdict);
        Assert.InRange(status.CpuTimeMs!.Value, 500, 1000);
    }

    [Fact]
    public async Task Run_Sleep_IsEndedByWallTime()
    {
        var status = await RunAsync(
            "std::puts(\"before\"); std::fflush(stdout); sleep(60);", new() { CpuTimeMs = 500, WallTimeMs = 1000 });

        Assert.Equal(Verdict.TimeLimitExceeded, status.Verdict);
        Assert.InRange(status.WallTimeMs!.Value, 1000, 2000);
        Assert.InRange(status.CpuTimeMs!.Value, 0, 200);
        Assert.Equal("before\n", status.Stdout);
    }

    [Fact]
    public async Task Run_OneProcessHoardsMemory_IsEndedByMemory()
    {
        var status = await RunAsync(
            "for (;;) touch(1 << 20);");

        Assert.Equal(Verdict.MemoryLimitExceeded, status.Verdict);
        Assert.InRange(status.MemoryBytes!.Value, 200L << 20, 300L << 20);
    }

    [Fact]
    public async Task Run_TenProcessesHoardMemory_AreCountedTogether()
    {
        var status = await RunAsync(
            """
            for (int i = 0; i < 10; ++i)
                if (fork() == 0) {
                    touch(40 << 20);
                    sleep(30);
                    _exit(0);
                }
            while (wait(nullptr) > 0) {}
            """);

        Assert.Equal(Verdict.MemoryLimitExceeded, status.Verdict);
    }

    [Theory]
    [InlineData("stdout")]
    [InlineData("stderr")]
    public async Task Run_OutputFlood_IsCutAtTheLimitAndMarked(string stream)
    {
        var status = await RunAsync($"for (;;) std::fputs(\"0123456789abcde\\n\", {stream});", new() { OutputBytes = 100_000 });

        var (text, truncated) = stream == "stdout"
            ? (status.Stdout, status.StdoutTruncated)
            : (status.Stderr, status.StderrTruncated);
        Assert.Equal(Verdict.OutputLimitExceeded, status.Verdict);
        Assert.True(truncated);
        Assert.Equal(100_000, text!.Length);
        Assert.StartsWith("0123456789abcde\n01234", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OutputOfExactlyTheLimit_IsAccepted()
    {
        var status = await RunAsync("for (int i = 0; i < 1000; ++i) std::putchar('x');", new() { OutputBytes = 1000 });

        Assert.Equal((Verdict.Accepted, false, 1000), (status.Verdict, status.StdoutTruncated, status.Stdout!.Length));
    }

    private Task<JobStatus> RunAsync(string body, RunLimits? limits = null) => engine.Client.RunAsync(new RunRequest
    {
        Language = "cpp",
        Code = $$"""
            #include <csignal>
            #include <cstdio>
            #include <cstdlib>
            #include <sys/wait.h>
            #include <unistd.h>
            [[maybe_unused]] static void touch(long size) {
                volatile char* block = static_cast<char*>(std::malloc(size));
                for (long i = 0; block && i < size; i += 4096) block[i] = 1;
            }
            int main() {
            {{body}}
            }
            """,
        Limits = limits,
    });
}
