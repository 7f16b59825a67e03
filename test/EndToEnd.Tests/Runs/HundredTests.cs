using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>The hundredth test is judged and measured as the first.</summary>
[Collection(EngineTests.Name)]
public sealed class HundredTests(EngineFixture engine)
{
    private const int Count = 100;
    private const long Mebibyte = 1 << 20;

    [Fact]
    public async Task Run_SmallProgram_UsesLittleEveryTime()
    {
        var tests = await RunAllAsync("""
            #include <cstdio>
            int main() { std::puts("hello"); }
            """);

        Assert.All(tests, static test =>
        {
            Assert.Equal((Verdict.Accepted, "hello\n"), (test.Verdict, test.Stdout));
            Assert.InRange(test.CpuTimeMs, 0, 100);
            Assert.InRange(test.MemoryBytes, 1, 10 * Mebibyte);
        });
    }

    [Fact]
    public async Task Run_BurnsCpu_ReportsItEveryTime()
    {
        var tests = await RunAllAsync(
            """
            #include <ctime>
            int main() { while (std::clock() < CLOCKS_PER_SEC / 10 * 3) {} }
            """,
            count: 20);

        Assert.All(tests, static test =>
        {
            Assert.Equal(Verdict.Accepted, test.Verdict);
            Assert.InRange(test.CpuTimeMs, 280, 600);
            Assert.True(test.WallTimeMs >= 280, $"{test.WallTimeMs} ms");
        });
    }

    [Fact]
    public async Task Run_TouchesMemory_ReportsItEveryTime()
    {
        var tests = await RunAllAsync("""
            #include <cstdio>
            #include <cstdlib>
            #include <cstring>
            int main() {
                volatile char* block = static_cast<char*>(std::malloc(100 << 20));
                for (long i = 0; i < 100 << 20; i += 4096) block[i] = 1;
                std::printf("%d\n", block[4096]);
            }
            """);

        Assert.All(tests, static test =>
        {
            Assert.Equal((Verdict.Accepted, "1\n"), (test.Verdict, test.Stdout));
            Assert.InRange(test.MemoryBytes, 100 * Mebibyte, 130 * Mebibyte);
        });
    }

    [Fact]
    public async Task Run_SmallAfterLarge_IsNotChargedForTheLargeOne()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = """
                #include <cstdio>
                #include <cstdlib>
                #include <cstring>
                #include <ctime>
                int main() {
                    char what = static_cast<char>(std::getchar());
                    if (what == 'l') std::memset(std::malloc(150 << 20), 1, 150 << 20);
                    if (what == 'c') while (std::clock() < CLOCKS_PER_SEC / 2) {}
                    if (what == 'k') { std::memset(std::malloc(400 << 20), 1, 400 << 20); }
                    if (what == 'f') { std::FILE* f = std::fopen("/tmp/f", "w"); for (int i = 0; i < 20 << 20; ++i) std::fputc(1, f); }
                }
                """,
            // Optimised away it would use nothing.
            CompileOptions = ["-O0"],
            Tests = [.. "lscsksfs".Select(static (what, index) => new RunTest($"{index}", $"{what}"))],
        });

        var tests = status.Tests!;
        Assert.Equal(Verdict.MemoryLimitExceeded, tests[4].Verdict);
        Assert.All([1, 3, 5, 7], index =>
        {
            Assert.Equal(Verdict.Accepted, tests[index].Verdict);
            Assert.InRange(tests[index].MemoryBytes, 1, 10 * Mebibyte);
            Assert.InRange(tests[index].CpuTimeMs, 0, 100);
        });
    }

    [Fact]
    public async Task Run_LeavesEverythingBehind_NextTestFindsNothing()
    {
        var tests = await RunAllAsync("""
            #include <cstdio>
            #include <fcntl.h>
            #include <filesystem>
            #include <sys/mman.h>
            #include <sys/shm.h>
            #include <unistd.h>
            int main() {
                for (auto path : {"left", "/tmp/left", "/dev/shm/left"}) {
                    if (std::filesystem::exists(path)) std::printf("found %s\n", path);
                    close(open(path, O_CREAT | O_WRONLY, 0));
                }
                if (shmget(77, 4096, 0600) >= 0) std::puts("found shared memory");
                shmget(77, 4096, IPC_CREAT | 0600);
                if (fork() == 0) { setsid(); if (fork() == 0) sleep(100); _exit(0); }
                int others = 0;
                for (auto& entry : std::filesystem::directory_iterator("/proc")) {
                    int pid = 0;
                    if (std::sscanf(entry.path().filename().c_str(), "%d", &pid) == 1 && pid > 1 && pid < getpid()) ++others;
                }
                if (others > 4) std::printf("%d older processes\n", others);
                std::puts("clean");
            }
            """);

        Assert.All(tests, static test => Assert.Equal((Verdict.Accepted, "clean\n"), (test.Verdict, test.Stdout)));
    }

    private async Task<IReadOnlyList<TestStatus>> RunAllAsync(string code, int count = Count)
    {
        var status = await engine.Client.RunAsync(
            new RunRequest { Language = "cpp", Code = code, Tests = [.. Enumerable.Range(1, count).Select(static i => new RunTest($"{i}", ""))] },
            TimeSpan.FromMinutes(2));

        Assert.Equal((JobState.Completed, Verdict.Accepted), (status.State, status.Verdict));
        Assert.Equal(count, status.Tests!.Count);
        return status.Tests;
    }
}
