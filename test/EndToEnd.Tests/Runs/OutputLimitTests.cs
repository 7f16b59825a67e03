using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>What was asked for may be written, and stderr is nobody's fault until it is a flood.</summary>
[Collection(EngineTests.Name)]
public sealed class OutputLimitTests(EngineFixture engine)
{
    private static readonly string _long = new('x', 1_200_000);

    [Fact]
    public async Task Run_LongAnswerThatIsExpected_IsAccepted()
    {
        var status = await RunAsync("int n; std::scanf(\"%d\", &n); for (int i = 0; i < n; ++i) std::putchar('x');", null, ("1200000", _long), ("3", "xxx"));

        Assert.Equal(Verdict.Accepted, status.Verdict);
        Assert.All(status.Tests!, static test => Assert.False(test.StdoutTruncated));
        Assert.Equal(_long, status.Tests![0].Stdout);
    }

    [Fact]
    public async Task Run_MoreThanWhatIsExpectedLeavesRoomFor_IsOutputLimit()
    {
        var status = await RunAsync("for (;;) std::puts(\"x\");", null, (string.Empty, _long));

        Assert.Equal((Verdict.OutputLimitExceeded, "test 1: output limit of 3368 KiB exceeded on stdout"), (status.Verdict, status.Message));
        Assert.Equal(3368 << 10, status.Tests![0].Stdout!.Length);
    }

    [Fact]
    public async Task Run_OutputLimitOfTheRequest_StaysAsGiven()
    {
        var status = await RunAsync("for (int i = 0; i < 1200000; ++i) std::putchar('x');", new() { OutputBytes = 1 << 20 }, (string.Empty, _long));

        Assert.Equal((Verdict.OutputLimitExceeded, "test 1: output limit of 1 MiB exceeded on stdout"), (status.Verdict, status.Message));
    }

    [Theory]
    [InlineData(1 << 20, false, Verdict.Accepted)]
    [InlineData(5 << 20, true, Verdict.Accepted)]
    [InlineData(16 << 20, true, Verdict.Accepted)]
    [InlineData((16 << 20) + 1, true, Verdict.OutputLimitExceeded)]
    public async Task Run_MuchOnStderr_IsCutAndEndsNobodyUpToTheMaximum(int bytes, bool cut, Verdict verdict)
    {
        var status = await RunAsync($"for (int i = 0; i < {bytes}; ++i) std::putc('e', stderr); std::puts(\"on\");", null, (string.Empty, "on"));

        Assert.Equal((verdict, cut, 1 << 20), (status.Verdict, status.StderrTruncated, status.Stderr!.Length));
        Assert.Equal(verdict == Verdict.Accepted ? null : "test 1: output limit of 16 MiB exceeded on stderr", status.Message);
    }

    private Task<JobStatus> RunAsync(string body, RunLimits? limits, params (string Stdin, string Expected)[] tests) => engine.Client.RunAsync(new RunRequest
    {
        Language = "cpp",
        Code = $$"""
            #include <cstdio>
            int main() {
            static char buffer[1 << 16];
            std::setvbuf(stderr, buffer, _IOFBF, sizeof buffer);
            {{body}}
            }
            """,
        Tests = [.. tests.Select(static (test, index) => new RunTest($"{index + 1}", test.Stdin, test.Expected))],
        Limits = limits,
    });
}
