using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>Programs that end well, and what their output is worth.</summary>
[Collection(EngineTests.Name)]
public sealed class JudgingTests(EngineFixture engine)
{
    private const string Sort = """
        #include <algorithm>
        #include <iostream>
        #include <vector>
        int main() {
            int n;
            std::cin >> n;
            std::vector<int> numbers(n);
            for (auto& number : numbers) std::cin >> number;
            std::sort(numbers.begin(), numbers.end());
            for (auto number : numbers) std::cout << number << ' ';
            std::cout << '\n';
        }
        """;

    private const string Echo = """
        #include <iostream>
        int main() { std::cout << std::cin.rdbuf(); }
        """;

    [Fact]
    public async Task Run_NoTests_AnswersWithWhatTheProgramWrote()
    {
        var status = await engine.Client.RunAsync(new RunRequest { Language = "cpp", Code = $"{Sort}\n// Compiled by no other test.\n", Stdin = "3\n30 10 20\n" });

        Assert.Equal((JobState.Completed, Verdict.Accepted, 0), (status.State, status.Verdict, status.ExitCode));
        Assert.Equal("10 20 30 \n", status.Stdout);
        Assert.Equal("10 20 30 \n", status.Output);
        Assert.Equal("", status.Stderr);
        Assert.Null(status.Tests);
        Assert.Null(status.Signal);
        Assert.True(status.Compile is { WallTimeMs: > 0, MemoryBytes: > 0 });
    }

    [Fact]
    public async Task Run_AllTestsRight_IsAccepted()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = Sort,
            Tests = [new("small", "3\n3 1 2\n", "1 2 3"), new("one", "1\n-5\n", "-5\n"), new("none", "0\n", "")],
        });

        Assert.Equal(Verdict.Accepted, status.Verdict);
        Assert.Equal(["small", "one", "none"], status.Tests!.Select(static test => test.Name));
        Assert.All(status.Tests!, static test => Assert.Equal(Verdict.Accepted, test.Verdict));
    }

    [Fact]
    public async Task Run_OneTestWrong_IsWrongAnswerAndRunsTheRest()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = Sort,
            Tests = [new("right", "1\n1\n", "1"), new("wrong", "2\n2 1\n", "2 1"), new("right again", "1\n7\n", "7")],
        });

        Assert.Equal(Verdict.WrongAnswer, status.Verdict);
        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal([Verdict.Accepted, Verdict.WrongAnswer, Verdict.Accepted], status.Tests!.Select(static test => test.Verdict));
        // The deciding test is the one that people look at.
        Assert.Equal("1 2 \n", status.Stdout);
        Assert.False(string.IsNullOrEmpty(status.Tests![1].Message));
    }

    [Fact]
    public async Task Run_StopOnFirstFailure_LeavesTheRestOut()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = Sort,
            Tests = [new("right", "1\n1\n", "1"), new("wrong", "1\n1\n", "2"), new("never", "1\n1\n", "1")],
            StopOnFirstFailure = true,
        });

        Assert.Equal(Verdict.WrongAnswer, status.Verdict);
        Assert.Equal([Verdict.Accepted, Verdict.WrongAnswer], status.Tests!.Select(static test => test.Verdict));
    }

    [Theory]
    [InlineData("lines", "a b  \r\nc\n\n", "a b\nc", true)]
    [InlineData("lines", "a  b\n", "a b\n", false)]
    [InlineData("exact", "a b\n", "a b\n", true)]
    [InlineData("exact", "a b\n", "a b", false)]
    [InlineData("tokens", " a\n\nb", "a b", true)]
    [InlineData("tokens", "ab", "a b", false)]
    [InlineData("float", "0.33333334 x\n", "0.33333333 x", true)]
    [InlineData("float", "0.3334\n", "0.3333", false)]
    public async Task Run_Checker_DecidesWhatIsRight(string checker, string output, string expected, bool right)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = Echo,
            Tests = [new("t", output, expected)],
            Checker = new RunChecker(checker),
        });

        Assert.Equal(right ? Verdict.Accepted : Verdict.WrongAnswer, status.Verdict);
    }

    [Theory]
    [InlineData(0.01, Verdict.Accepted)]
    [InlineData(0.0001, Verdict.WrongAnswer)]
    public async Task Run_FloatCheckerWithTolerance_UsesIt(double tolerance, Verdict verdict)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = Echo,
            Tests = [new("t", "1.005", "1")],
            Checker = RunChecker.Float(tolerance, relativeTolerance: 0),
        });

        Assert.Equal(verdict, status.Verdict);
    }

    [Fact]
    public async Task Run_Arguments_ReachTheProgramAsTheyAre()
    {
        string[] args = ["one", "two words", "", "$(id)", "-x", "é\"'\\"];

        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = """
                #include <cstdio>
                int main(int count, char** values) {
                    for (int i = 1; i < count; ++i) std::printf("[%s]\n", values[i]);
                }
                """,
            Args = args,
        });

        Assert.Equal(string.Concat(args.Select(static arg => $"[{arg}]\n")), status.Stdout);
    }
}
