using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>What sanitizers find, and what they need.</summary>
[Collection(EngineTests.Name)]
public sealed class SanitizerTests(EngineFixture engine)
{
    [Fact]
    public async Task Run_AddressSanitizer_TellsWhereTheErrorIs()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdlib>\nint main(int count, char**) {\n    auto p = static_cast<volatile int*>(std::malloc(4));\n    p[count] = 1;\n}\n",
            CompileOptions = ["-fsanitize=address", "-g"],
        });

        Assert.Equal(Verdict.RuntimeError, status.Verdict);
        Assert.Contains("heap-buffer-overflow", status.Stderr, StringComparison.Ordinal);
        Assert.Contains("main.cpp:4", status.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256L << 20)]
    [InlineData(48L << 20)]
    public async Task Run_AddressSanitizerAndLittleThatLives_IsAccepted(long memoryBytes)
    {
        // Frees 1.6 GB, of which the sanitizer would keep as much as the limit is.
        const string code = """
            #include <cstdio>
            #include <vector>
            int main() {
                long sum = 0;
                for (int i = 0; i < 400'000; i++) {
                    std::vector<int> thousand(1000, i);
                    sum += thousand[i % 1000];
                }
                std::printf("%ld\n", sum);
            }
            """;

        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = code,
            CompileOptions = ["-fsanitize=address,undefined"],
            Limits = new() { MemoryBytes = memoryBytes, CpuTimeMs = 10_000 },
        });

        Assert.Equal((Verdict.Accepted, "79999800000\n"), (status.Verdict, status.Stdout));
        Assert.True(status.MemoryBytes < memoryBytes * 3 / 4, $"{status.MemoryBytes}");
    }

    [Fact]
    public async Task Run_AddressSanitizerAndUseAfterFree_IsToldAlsoAfterOthersWereFreed()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdlib>\nint main(int count, char**) {\n    auto p = static_cast<volatile int*>(std::malloc(40));\n    std::free((void*)p);\n    for (int i = 0; i < 1000; i++) std::free(std::malloc(1000));\n    return p[count];\n}\n",
            CompileOptions = ["-fsanitize=address", "-g", "-w"],
        });

        Assert.Equal(Verdict.RuntimeError, status.Verdict);
        Assert.Contains("heap-use-after-free", status.Stderr, StringComparison.Ordinal);
        Assert.Contains("main.cpp:6", status.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UndefinedBehaviourSanitizer_TellsAndGoesOn()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main(int count, char**) {\n    int large = 2147483647;\n    large += count;\n    std::puts(large < 0 ? \"on\" : \"off\");\n}\n",
            CompileOptions = ["-fsanitize=undefined"],
        });

        Assert.Equal((Verdict.Accepted, "on\n"), (status.Verdict, status.Stdout));
        Assert.Contains("main.cpp:4", status.Stderr, StringComparison.Ordinal);
        Assert.Contains("signed integer overflow", status.Stderr, StringComparison.Ordinal);
    }
}
