using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Runs;

/// <summary>What is asked of the compiler, and what it says.</summary>
[Collection(EngineTests.Name)]
public sealed class CompilerTests(EngineFixture engine)
{
    [Fact]
    public async Task Run_CompileError_ShowsTheCompilersWordsWithLineNumbers()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <iostream>\n\nint main() {\n    std::cout << missing;\n}\n",
            Tests = [new("t", "", "")],
        });

        Assert.Equal((JobState.Completed, Verdict.CompileError), (status.State, status.Verdict));
        Assert.Contains("main.cpp:4", status.CompileOutput, StringComparison.Ordinal);
        Assert.Contains("missing", status.CompileOutput, StringComparison.Ordinal);
        Assert.Equal(status.CompileOutput, status.Output);
        Assert.Equal("", status.Stdout);
        Assert.Null(status.ExitCode);
    }

    [Fact]
    public async Task Run_Warnings_AreShownBesideAnAcceptedProgram()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "int main() { int unused = 1; }\n",
            CompileOptions = ["-Wall"],
        });

        Assert.Equal(Verdict.Accepted, status.Verdict);
        Assert.Contains("unused", status.CompileOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("11", 201103)]
    [InlineData("14", 201402)]
    [InlineData("17", 201703)]
    [InlineData("20", 202002)]
    [InlineData(null, 202002)]
    public async Task Run_Standard_IsTheCompilers(string? standard, long expected)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main() { std::printf(\"%ld\", __cplusplus); }\n",
            Standard = standard,
        });

        Assert.Equal((Verdict.Accepted, $"{expected}"), (status.Verdict, status.Stdout));
    }

    [Theory]
    [InlineData("cpp", "20", "", "")]
    [InlineData("CPP", null, "", "")]
    [InlineData("G++", "c++20", "", "strict ")]
    [InlineData("cpp", "GNU++17", "", "")]
    [InlineData("cpp", null, "-std=c++14", "strict ")]
    [InlineData("cpp", "14", "-std=C++14", "strict ")]
    [InlineData("C", null, "", "")]
    [InlineData("c", "C99", "", "strict ")]
    [InlineData("c", "89", "-std=c89", "strict ")]
    [InlineData("c", "gnu17", "", "")]
    public async Task Run_Dialect_IsGnusUnlessTheStrictOneIsAskedFor(string language, string? standard, string option, string expected)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = language,
            Code = "#include <stdio.h>\nint main() {\n#ifdef __STRICT_ANSI__\nprintf(\"strict \");\n#endif\nreturn 0; }\n",
            Standard = standard,
            CompileOptions = option.Length == 0 ? null : [option],
        });

        Assert.Equal((Verdict.Accepted, expected, ""), (status.Verdict, status.Stdout, status.CompileOutput));
    }

    [Theory]
    [InlineData("#ifdef ONLINE_JUDGE\n1\n#else\n0\n#endif\n", "1")]
    [InlineData("#ifdef ONLINE_JUDGE\n1\n#else\n0\n#endif\n", "0", "-UONLINE_JUDGE")]
    [InlineData("ONLINE_JUDGE", "7", "-UONLINE_JUDGE", "-DONLINE_JUDGE=7")]
    public async Task Run_OnlineJudge_IsDefinedUnlessTheRequestTakesItBack(string expression, string expected, params string[] options)
    {
        foreach (var language in (string[])["cpp", "c"])
        {
            var status = await engine.Client.RunAsync(new RunRequest
            {
                Language = language,
                Code = $"#include <stdio.h>\nint main() {{ printf(\"%d\",\n{expression}\n); }}\n",
                CompileOptions = options,
            });

            Assert.Equal((Verdict.Accepted, expected), (status.Verdict, status.Stdout));
        }
    }

    [Fact]
    public async Task Run_NestedFunctionAsPointer_IsCalledAsWithPlainGcc()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "c",
            Code = """
                #include <stdio.h>
                static void each(int n, void (*f)(int)) { for (int i = 0; i < n; i++) f(i); }
                int main(void) {
                    int sum = 0;
                    void add(int x) { sum += x; }
                    each(5, add);
                    printf("%d\n", sum);
                }
                """,
        });

        Assert.Equal((Verdict.Accepted, "10\n"), (status.Verdict, status.Stdout));
        // The compiler's own linker says so, whatever linker is faster.
        Assert.Contains("requires executable stack", status.CompileOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Standard23_IsNewerThan20()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "int main() { static_assert(__cplusplus > 202002L); }\n",
            Standard = "23",
        });

        Assert.Equal(Verdict.Accepted, status.Verdict);
    }

    [Fact]
    public async Task Run_C_IsCompiledAsC()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "c",
            Code = """
                #include <math.h>
                #include <stdio.h>
                int main(void) {
                    int class = 2;
                    double x = 2;
                    scanf("%lf", &x);
                    printf("%d %.3f\n", class, sqrt(x));
                }
                """,
            Stdin = "2",
        });

        Assert.Equal((Verdict.Accepted, "2 1.414\n"), (status.Verdict, status.Stdout));
    }

    [Fact]
    public async Task Run_CompileOptions_ReachTheCompiler()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main() { std::printf(\"%d\\n\", VALUE); }\n",
            CompileOptions = ["-O3", "-DVALUE=42"],
        });

        Assert.Equal((Verdict.Accepted, "42\n"), (status.Verdict, status.Stdout));
    }

    [Theory]
    [InlineData("-static")]
    [InlineData("-fopenmp")]
    [InlineData("-flto")]
    [InlineData("-march=native")]
    [InlineData("-fsanitize=undefined")]
    [InlineData("-fsanitize=bounds,signed-integer-overflow")]
    [InlineData("-latomic")]
    [InlineData("-lquadmath")]
    [InlineData("-mavx2")]
    [InlineData("-mtune=native")]
    [InlineData("-m64")]
    [InlineData("-Oz")]
    [InlineData("-pipe")]
    [InlineData("-ftemplate-depth=2000")]
    [InlineData("-fcf-protection=none")]
    [InlineData("-fvisibility=hidden")]
    public async Task Run_OptionThatNeedsMoreThanTheCompiler_Works(string option)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main() { std::puts(\"built\"); }\n",
            CompileOptions = [option],
        });

        Assert.Equal((Verdict.Accepted, "built\n"), (status.Verdict, status.Stdout));
    }

    [Theory]
    [InlineData]
    [InlineData("-static")]
    [InlineData("-mcx16")]
    public async Task Run_AtomicOf16Bytes_IsLinkedWithoutAsking(params string[] options)
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <atomic>\n#include <cstdio>\nstruct Pair { long a, b; };\nstd::atomic<Pair> p;\nint main() { auto x = p.load(); x.b = 7; p.store(x); std::printf(\"%ld\", p.load().b); }\n",
            CompileOptions = options,
        });

        Assert.Equal((Verdict.Accepted, "7", ""), (status.Verdict, status.Stdout, status.CompileOutput));
    }

    [Fact]
    public async Task Run_MacroWithQuotes_IsAsItWasSent()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include <cstdio>\nint main() { std::printf(\"%s%c\", TEXT, SIGN); }\n",
            CompileOptions = ["-DTEXT=\"a 'b' $(id) /x \\\"\"", "-DSIGN='!'"],
        });

        Assert.Equal((Verdict.Accepted, "a 'b' $(id) /x \"!"), (status.Verdict, status.Stdout));
    }

    [Theory]
    [InlineData("char a[300 << 20] = {1};\nint main() { return a[5]; }\n", "the compiler was stopped: file size limit of 128 MiB exceeded")]
    [InlineData("#include \"/dev/zero\"\n", "the compiler was stopped: memory limit of 1024 MiB exceeded")]
    public async Task Run_CompilerBeyondALimit_SaysWhichAndHowMuch(string code, string message)
    {
        var status = await engine.Client.RunAsync(new RunRequest { Language = "c", Code = code });

        Assert.Equal((Verdict.CompileError, message), (status.Verdict, status.Message));
    }

    [Fact]
    public async Task Run_SeveralFiles_AreCompiledAndRead()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = """
                #include "lib/deep/twice.h"
                #include <fstream>
                #include <iostream>
                int main() {
                    int number = 0;
                    std::ifstream("data/number.txt") >> number;
                    std::cout << twice(number) << '\n';
                }
                """,
            Files =
            [
                new("lib/deep/twice.h", "#pragma once\nint twice(int number);\n"),
                new("twice.cpp", "#include \"lib/deep/twice.h\"\nint twice(int number) { return 2 * number; }\n"),
                new("data/number.txt", "21\n"),
            ],
        });

        Assert.Equal(Verdict.Accepted, status.Verdict);
        Assert.Equal("42\n", status.Stdout);
    }

    [Fact]
    public async Task Run_ErrorInAFurtherFile_NamesIt()
    {
        var status = await engine.Client.RunAsync(new RunRequest
        {
            Language = "cpp",
            Code = "#include \"lib/broken.h\"\nint main() {}\n",
            Files = [new("lib/broken.h", "\nint broken(\n")],
        });

        Assert.Equal(Verdict.CompileError, status.Verdict);
        Assert.Contains("lib/broken.h:", status.CompileOutput, StringComparison.Ordinal);
    }
}
