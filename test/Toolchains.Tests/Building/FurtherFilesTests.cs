using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Cache;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Tests.Building;

/// <summary>Files beside the main source, with the real compiler.</summary>
[Collection(NativeCompilingCollection.Name)]
public sealed class FurtherFilesTests(NativeCompilingFixture fixture)
{
    [Theory]
    [InlineData("#include <lib/a.hpp>\nint main() { return a(); }")]
    [InlineData("#include \"lib/a.hpp\"\nint main() { return a(); }")]
    public async Task CompileAsync_FilesInFolders_IncludeByTheRootAndEachOther(string code) => Assert.Equal(7, await RunAsync(Request(
        code,
        ("lib/a.hpp", "#include \"lib/b.hpp\"\n#include <lib/b.hpp>\n#include \"b.hpp\"\n#include \"root.h\"\ninline int a() { return b() + ROOT; }"),
        ("lib/b.hpp", "#pragma once\ninline int b() { return 3; }"),
        ("root.h", "#define ROOT 4"))));

    [Fact]
    public async Task CompileAsync_EveryEnding_IsLinked() => Assert.Equal(0, await RunAsync(Request(
        "extern \"C\" int c(); extern \"C\" int s(); extern \"C\" int S(); int cpp(), C(), cxx(), plus(), cc();\n"
            + "int main() { return c() + cpp() + C() + cxx() + plus() + cc() + s() + S() - (1 + 2 + 3 + 4 + 5 + 6 + 7 + 8); }",
        ("one.c", "#include <stdlib.h>\nint c(void) { int *new = malloc(sizeof(int)); *new = 1; return *new; }"),
        ("two.cpp", "int cpp() { return 2; }"),
        ("three.C", "int C() { return 3; }"),
        ("four.cxx", "int cxx() { return 4; }"),
        ("five.c++", "int plus() { return 5; }"),
        ("six.cc", "int cc() { return 6; }"),
        ("seven.s", ".globl s\ns: mov $7, %eax\nret\n.section .note.GNU-stack,\"\",@progbits\n"),
        ("eight.S", "#define N 8\n.globl S\nS: mov $N, %eax\nret\n.section .note.GNU-stack,\"\",@progbits\n"))));

    [Fact]
    public async Task CompileAsync_SourceThatIsIncluded_IsNotDefinedTwice() => Assert.Equal(5, await RunAsync(Request(
        "#include \"a.cpp\"\nint b();\nint main() { return a() + b(); }", ("a.cpp", "int a() { return 2; }"), ("b.cpp", "int b() { return 3; }"))));

    [Fact]
    public async Task CompileAsync_DataNamedLikeASource_CanBeLeftOut()
    {
        var request = Request("int main() { return 4; }", ("in.c", "this is data"));

        Assert.False((await fixture.CompileAsync(fixture.Fast, request)).Result.Succeeded);
        Assert.Equal(4, await RunAsync(request with { HasSources = true }));
    }

    [Fact]
    public async Task CompileAsync_ErrorInC_IsTheCCompilers()
    {
        var compilation = await fixture.CompileAsync(fixture.Fast, Request("int main() {}", ("a.c", "int unused(void) { int x; return y; }")) with { CompileOptions = ["-Wall", "-fno-rtti", "-std=c++17"] });

        Assert.False(compilation.Result.Succeeded);
        Assert.Contains("a.c:1:34: error: 'y' undeclared", Plain(compilation.Result.Output), StringComparison.Ordinal);
        Assert.DoesNotContain("valid for C++", compilation.Result.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompileAsync_WarningInC_IsShownAndTheProgramRuns()
    {
        var compilation = await fixture.CompileAsync(fixture.Fast, Request("#include <cstdio>\nint main() { std::puts(\"ran\"); }", ("a.c", "int f(void) { int x; return 0; }")) with { CompileOptions = ["-Wall"] });

        Assert.True(compilation.Result.Succeeded);
        Assert.Contains("unused variable 'x'", Plain(compilation.Result.Output), StringComparison.Ordinal);
        Assert.Contains("ran", await fixture.RunAsync(compilation), StringComparison.Ordinal);
    }

    /// <summary>A file that is called like a header of the system hides none, with a precompiled preamble as without; in quotes it is the submission's.</summary>
    [Theory]
    [InlineData("vector")]
    [InlineData("iostream")]
    [InlineData("bits/stdc++.h")]
    [InlineData("string.h")]
    [InlineData("queue")]
    [InlineData("version")]
    public async Task CompileAsync_FileNamedLikeAHeader_HidesNone(string name)
    {
        var request = Request(
            $"#include <bits/stdc++.h>\n#include <iostream>\n#include <vector>\n#include <string.h>\n#include \"{name}\"\nint main() {{ std::vector<int> v(3); std::cout << MINE + v.size() + strlen(\"ab\"); }}\n",
            (name, "#ifndef MINE\n#define MINE 10\n#endif\n"));
        var preamble = await fixture.BuildPreambleAsync(fixture.Fast, request);
        Assert.NotNull(preamble);

        var fast = await fixture.RunFastCommandAsync(request, preamble);
        var plain = await fixture.RunAsync(await fixture.CompileAsync(fixture.Plain, request));

        Assert.Equal((0, ""), (fast.ExitCode, fast.Stderr.ToString()));
        Assert.Contains("15", plain, StringComparison.Ordinal);
        Assert.Equal(plain, await fixture.RunAsync(await fixture.CompileAsync(fixture.Fast, request)));
    }

    [Fact]
    public async Task CompileAsync_CBesideCpp_StillUsesThePreamble()
    {
        var request = Request("#include <iostream>\nextern \"C\" int f();\nint main() { std::cout << f(); }\n", ("f.c", "int f(void) { return 6; }"));

        Assert.NotNull(await fixture.BuildPreambleAsync(fixture.Fast, request));
        Assert.Contains("6", await fixture.RunAsync(await fixture.CompileAsync(fixture.Fast, request)), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WhatIsCompiled_IsPartOfTheKey()
    {
        var request = Request("int main() {}", ("a.cpp", "int a;"), ("b.c", "int b;"));
        SubmissionRequest[] requests =
        [
            request, request with { HasSources = true }, request with { HasSources = true, Sources = ["a.cpp"] }, request with { HasSources = true, Sources = ["b.c"] },
        ];

        Assert.Equal(requests.Length, requests.Select(one => CompileKey.Of(new CompilePlan(fixture.Fast, one), "t")).Distinct().Count());
    }

    private static SubmissionRequest Request(string code, params (string Path, string Content)[] files) =>
        CompilingFixture.Request(code) with { Files = [.. files.Select(static file => RunnerFixture.File(file.Path, file.Content))] };

    private static string Plain(Blob words) => words.ToString().Replace('‘', '\'').Replace('’', '\'');

    /// <summary>The program's exit status, the same with all that makes the compiler faster as without.</summary>
    private async Task<int> RunAsync(SubmissionRequest request)
    {
        var fast = await ExitAsync(fixture.Fast, request);
        Assert.Equal(await ExitAsync(fixture.Plain, request), fast);
        return fast;
    }

    private async Task<int> ExitAsync(InstalledLanguage language, SubmissionRequest request)
    {
        var compilation = await fixture.CompileAsync(language, request);
        Assert.Equal("", compilation.Result.Output.ToString());
        var words = (await fixture.RunAsync(compilation)).Split(' ');
        return int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
