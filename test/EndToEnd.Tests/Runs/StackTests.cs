using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>A program's stack is as large as its memory, as contestants know it.</summary>
[Collection(EngineTests.Name)]
public sealed class StackTests(EngineFixture engine)
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData("double a[3000][3000]; for (auto& row : a) for (auto& x : row) x = 1; std::printf(\"%d\\n\", static_cast<int>(a[2999][2999]));", "1\n")]
    [InlineData("std::function<long(int)> depth = [&](int n) -> long { return n == 0 ? 0 : 1 + depth(n - 1); }; std::printf(\"%ld\\n\", depth(500000));", "500000\n")]
    [InlineData("rlimit limit; getrlimit(RLIMIT_STACK, &limit); std::printf(\"%lu %lu\\n\", limit.rlim_cur >> 20, limit.rlim_max >> 20);", "256 256\n")]
    public async Task Run_LargeStack_IsThere(string body, string output)
    {
        var status = await RunAsync(body, new() { MemoryBytes = 256 * MiB });

        Assert.Equal((Verdict.Accepted, output), (status.Verdict, status.Stdout));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(64)]
    [InlineData(256)]
    [InlineData(1024)]
    public async Task Run_EndlessRecursion_EndsQuickly(int memory)
    {
        var status = await RunAsync(
            "std::function<long(long)> endless = [&](long n) -> long { volatile char pad[100]; pad[n % 100] = 1; return 1 + endless(n + 1) + pad[0]; }; std::printf(\"%ld\", endless(0));",
            new() { CpuTimeMs = 5000, MemoryBytes = memory * MiB });

        Assert.True(status is { Verdict: Verdict.MemoryLimitExceeded } or { Verdict: Verdict.RuntimeError, Signal: "SIGSEGV" }, status.Message);
        Assert.InRange(status.WallTimeMs!.Value, 0, 4000);
    }

    [Fact]
    public async Task Run_StackOfItsOwn_IsTheLimit()
    {
        const string body = "volatile char a[6 << 20]; for (auto& x : a) x = 1; std::puts(\"enough\");";

        var small = await RunAsync(body, new() { StackBytes = 4 * MiB });
        var enough = await RunAsync(body, new() { StackBytes = 8 * MiB });

        Assert.Equal((Verdict.RuntimeError, "SIGSEGV"), (small.Verdict, small.Signal));
        Assert.Equal((Verdict.Accepted, "enough\n"), (enough.Verdict, enough.Stdout));
    }

    [Fact]
    public async Task Run_ManyThreads_HaveTheirStacks()
    {
        // Their stacks are as large as the first one, and nothing but addresses until they are used.
        var status = await RunAsync(
            """
            std::atomic<int> sum = 0;
            std::vector<std::thread> threads;
            for (int i = 0; i < 200; ++i) threads.emplace_back([&] { volatile char a[16384]; a[0] = 1; sum += a[0]; });
            for (auto& thread : threads) thread.join();
            std::printf("%d\n", sum.load());
            """,
            new() { MemoryBytes = 1024 * MiB, Processes = 256 });

        Assert.Equal((Verdict.Accepted, "200\n"), (status.Verdict, status.Stdout));
        Assert.InRange(status.MemoryBytes!.Value, 0, 32 * MiB);
    }

    private Task<JobStatus> RunAsync(string body, RunLimits limits) => engine.Client.RunAsync(new RunRequest
    {
        Language = "cpp",
        Code = $$"""
            #include <atomic>
            #include <cstdio>
            #include <functional>
            #include <sys/resource.h>
            #include <thread>
            #include <vector>
            int main() {
            {{body}}
            }
            """,
        CompileOptions = ["-O1"],
        Limits = limits,
    });
}
