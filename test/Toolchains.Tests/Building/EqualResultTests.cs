using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Toolchains.Tests.Building;

/// <summary>Native sandboxes also compile the whole corpus; in containers it would take minutes, and what compiles is the same.</summary>
[Collection(NativeCompilingCollection.Name)]
public sealed class NativeEqualResultTests(NativeCompilingFixture fixture) : EqualResultTests(fixture)
{
    private readonly NativeCompilingFixture _fixture = fixture;

    /// <summary>All of the corpus, but for what attacks the compiler: that ends at limits, which no two runs reach at the same place.</summary>
    [Fact]
    public async Task CompileAsync_Corpus_IsAsPlain()
    {
        var compared = 0;
        foreach (var file in Directory.GetFiles(ProgramsFolder(), "*.cpp", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var source = await File.ReadAllBytesAsync(file);
            var head = Blob.FromText(System.Text.Encoding.UTF8.GetString(source.AsSpan(0, Math.Min(source.Length, 2_000)))).ToString();
            if (head.Contains("[stage=compile]", StringComparison.Ordinal) || head.Contains("[bomb]", StringComparison.Ordinal))
                continue;
            var request = CompilingFixture.Request("") with { Code = new Blob(source) };
            if (await _fixture.BuildPreambleAsync(_fixture.Fast, request) is not { } preamble)
                continue;
            Assert.True(_fixture.IsInstantiated(preamble), file);
            var plain = await _fixture.CompileAsync(_fixture.Plain, request);
            var fast = await _fixture.CompileAsync(_fixture.Fast, request);
            Assert.Equal((file, plain.Result.Succeeded, Text(plain.Result.Output)), (file, fast.Result.Succeeded, Text(fast.Result.Output)));
            if (plain.Result is { Succeeded: true, Output.IsEmpty: true })
                await AssertFastCommandWorksAsync(request);
            compared++;
        }

        Assert.InRange(compared, 60, int.MaxValue);
    }

    private static string ProgramsFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CodeRunner.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The repository is not above the tests.");
        return Path.Combine(folder.FullName, "test", "Programs");
    }
}

[Collection(DockerCompilingCollection.Name)]
public sealed class DockerEqualResultTests(DockerCompilingFixture fixture) : EqualResultTests(fixture);

/// <summary>A program means the same, and its errors read the same, whatever makes the compiler faster.</summary>
public abstract class EqualResultTests(CompilingFixture fixture)
{
    private const string Main = "int main() { std::cout << 1; }\n";

    /// <summary>Programs whose includes, errors or macros could come out differently; the flag says whether a preamble is used.</summary>
    public static TheoryData<string, string, string[], bool> Tricky { get; } = new()
    {
        { "plain", "#include <iostream>\n" + Main, [], true },
        { "no include", "int main() { return 3; }\n", [], false },
        { "byte order mark", "\uFEFF#include <iostream>\n" + Main, [], true },
        { "CRLF", "#include <iostream>\r\n#include <vector>\r\nint main() { std::cout << __LINE__; }\r\n", [], true },
        { "comments", "/* a\n b */ // c\n#include <iostream> // d\n/* e */\nint main() { std::cout << __LINE__; }\n", [], true },
        { "error and its line", "#include <iostream>\n#include <vector>\nint main() { return undefined_thing; }\n", [], true },
        { "error inside a header", "#include <algorithm>\n#include <list>\nint main() { std::list<int> l; std::sort(l.begin(), l.end()); }\n", [], true },
        { "hint at an include line", "#include <iostream>\nint main() { std::vector<int> v; }\n", [], true },
        { "static_assert in a header", "#include <variant>\nint main() { std::get<9>(std::variant<int>{}); }\n", [], true },
        { "undefined function", "#include <iostream>\nvoid f();\nint main() { f(); }\n", [], true },
        { "no main", "#include <iostream>\nint x;\n", [], true },
        { "two definitions", "#include <iostream>\nint f() { return 1; }\nint f() { return 2; }\n", [], true },
        { "header missing", "#include <iostream>\n#include <nowhere>\n" + Main, [], true },
        { "header of a later standard", "#include <print>\n" + Main, [], false },
        { "warnings", "#include <iostream>\nint main() { int unused; for (unsigned i = 0; i < -1; i++) {} std::cout << 1; }\n", ["-Wall", "-Wextra"], true },
        { "warnings as errors", "#include <iostream>\nint main() { int unused; std::cout << 1; }\n", ["-Wall", "-Werror"], true },
        { "linker's warning", "#include <cstdio>\nint main() { char b[99]; return tmpnam(b) == nullptr; }\n", [], true },
        { "counter", "#include <iostream>\nint main() { std::cout << __COUNTER__ << __COUNTER__; }\n", [], true },
        { "file and line", "#include <iostream>\nint main() { std::cout << __FILE__ << __LINE__ << __BASE_FILE__ << __INCLUDE_LEVEL__; }\n", [], true },
        { "source location", "#include <iostream>\n#include <source_location>\nint main() { auto l = std::source_location::current(); std::cout << l.file_name() << l.line(); }\n", [], true },
        { "line directive", "#include <iostream>\n#line 77 \"other.cpp\"\nint main() { std::cout << __FILE__ << __LINE__; }\n", [], true },
        { "pragma once", "#pragma once\n#include <iostream>\n" + Main, [], false },
        { "pragma once behind", "#include <iostream>\n#pragma once\n" + Main, [], true },
        { "macro before", "#define private public\n#include <iostream>\n" + Main, [], false },
        { "macro between", "#include <iostream>\n#define vector list\n#include <vector>\nint main() { std::cout << 1; }\n", [], true },
        { "debug mode in the source", "#define _GLIBCXX_DEBUG\n#include <vector>\nint main() { std::vector<int> v; return v[1]; }\n", [], false },
        { "debug mode between", "#include <iostream>\n#define _GLIBCXX_DEBUG\n#include <vector>\nint main() { std::cout << sizeof(std::vector<int>); }\n", [], true },
        { "debug mode by option", "#include <iostream>\n#include <vector>\nint main() { std::cout << sizeof(std::vector<int>); }\n", ["-D_GLIBCXX_DEBUG"], true },
        { "assert", "#include <cassert>\nint main() { assert(1 == 2); }\n", [], true },
        { "assert without", "#define NDEBUG\n#include <cassert>\nint main() { assert(1 == 2); }\n", [], false },
        { "assert without, later", "#include <iostream>\n#define NDEBUG\n#include <cassert>\nint main() { assert(1 == 2); std::cout << 1; }\n", [], true },
        { "assert twice", "#include <cassert>\n#define NDEBUG\n#include <cassert>\nint main() { assert(1 == 2); }\n", [], true },
        { "assert by option", "#include <cassert>\nint main() { assert(1 == 2); }\n", ["-DNDEBUG"], true },
        { "macro as header", "#define H <iostream>\n#include H\n" + Main, [], false },
        { "macro as header behind", "#include <vector>\n#define H <iostream>\n#include H\n" + Main, [], true },
        { "continued include", "#include \\\n<iostream>\n" + Main, [], false },
        { "continued comment", "#include <iostream>\n// x \\\n#include <nowhere>\n" + Main, [], true },
        { "trigraph", "#include <iostream>\n// x ??/\n#include <nowhere>\n" + Main, ["-w"], true },
        { "raw string", "const char* s = R\"(\n#include <nowhere>\n)\";\n#include <iostream>\nint main() { std::cout << s; }\n", [], false },
        { "condition", "#if 1\n#include <iostream>\n#endif\n" + Main, [], false },
        { "has_include", "#include <iostream>\n#if __has_include(<map>) && !__has_include(<nowhere>)\nint main() { std::cout << 2; }\n#endif\n", [], true },
        { "seen from inside", "#include <iostream>\n#ifdef _GLIBCXX_VECTOR\n#error vector\n#endif\nint main() { std::cout << 1; }\n", [], true },
        { "own name like one of std's", "#include <iostream>\nnamespace std { int mine = 4; }\nint main() { std::cout << std::mine; }\n", [], true },
        { "optimised by pragma", "#include <bits/stdc++.h>\n#pragma GCC optimize(\"O3\")\n#pragma GCC target(\"avx2\")\nint main() { std::vector<int> v(9, 1); std::cout << std::accumulate(v.begin(), v.end(), 0); }\n", [], true },
        { "policy trees", "#include <ext/pb_ds/assoc_container.hpp>\n#include <ext/pb_ds/tree_policy.hpp>\n#include <iostream>\nint main() { __gnu_pbds::tree<int, __gnu_pbds::null_type> t; t.insert(1); std::cout << t.size(); }\n", [], true },
        { "debug information", "#include <iostream>\n" + Main, ["-g"], false },
        { "optimisation off", "#include <iostream>\n" + Main, ["-O0"], true },
        { "static", "#include <iostream>\n" + Main, ["-static"], true },
        { "threads", "#include <iostream>\n#include <thread>\nint main() { std::thread([] { std::cout << 1; }).join(); }\n", ["-pthread"], true },
        { "sanitizer", "#include <iostream>\n#include <vector>\nint main() { std::vector<int> v(1); std::cout << v.data()[0]; }\n", ["-fsanitize=undefined"], true },
        { "without exceptions", "#include <vector>\nint main() { std::vector<int> v(1); return v[0]; }\n", ["-fno-exceptions"], true },
        { "standard initialisation order", "#include <iostream>\nstruct S { S() { std::cout << 's'; } } s;\nint main() { std::cout << 'm'; }\n", [], true },
        { "own specialisation of std's", "#include <iostream>\n#include <unordered_set>\ntemplate <> struct std::hash<std::pair<int, int>> { std::size_t operator()(const std::pair<int, int>& p) const { return p.first; } };\nint main() { std::unordered_set<std::pair<int, int>> s{{1, 2}}; std::cout << s.size(); }\n", [], true },
        { "specialisation of what the headers use", "#include <iostream>\ntemplate <> struct std::char_traits<char> {};\n" + Main, [], true },
        { "own overload in std", "#include <iostream>\n#include <vector>\nnamespace std { ostream& operator<<(ostream& o, const vector<int>& v) { return o << v.size(); } void swap(vector<int>&, vector<int>&) { cout << 's'; } }\nint main() { std::vector<int> a, b; std::swap(a, b); std::cout << a; }\n", [], true },
        { "explicit instantiation", "#include <iostream>\n#include <vector>\n#include <string>\ntemplate class std::vector<int>;\ntemplate class std::basic_string<char>;\nint main() { std::cout << std::vector<int>(3).size() << std::string(2, 'x'); }\n", [], true },
        { "explicit instantiation elsewhere", "#include <iostream>\n#include <vector>\nextern template class std::vector<long>;\nint main() { std::cout << std::vector<long>(3).capacity(); }\n", ["-O0"], true },
        { "own operator new", "#include <iostream>\n#include <cstdlib>\n#include <string>\nint n;\nvoid* operator new(std::size_t s) { ++n; return std::malloc(s); }\nvoid operator delete(void* p) noexcept { std::free(p); }\nvoid operator delete(void* p, std::size_t) noexcept { std::free(p); }\nint main() { std::string s(99, 'x'); std::cout << n; }\n", [], true },
        { "every container", "#include <bits/stdc++.h>\nint main() { std::map<std::string, std::vector<int>> m; m[\"a\"].push_back(1); std::regex r(\"a+\"); std::cout << std::regex_match(\"aa\", r) << m.size(); std::sort(m[\"a\"].begin(), m[\"a\"].end()); std::stringstream s; s << 1.5; double d; s >> d; std::cout << d; std::vector<std::future<int>> f; f.push_back(std::async([] { return 1; })); std::cout << f[0].get(); }\n", ["-pthread"], true },
        { "address sanitizer", "#include <iostream>\n#include <string>\nint main() { std::string s(3, 'x'); s += std::to_string(4); std::cout << s; }\n", ["-fsanitize=address"], true },
        { "optimised by pragma behind streams", "#include <iostream>\n#include <string>\n#pragma GCC optimize(\"Ofast,unroll-loops\")\nint main() { std::string s(3, 'x'); s += std::to_string(4); std::cout << s; }\n", [], true },
        { "only what is explicitly instantiated", "#include <iostream>\n#include <vector>\ntemplate class std::vector<int>;\nint main() { std::cout << std::vector<int>(3).size(); }\n", ["-fno-implicit-templates", "-O0"], true },
        { "permissive", "#include <iostream>\ntemplate <typename T> struct std::char_traits<T*> {};\n" + Main, ["-fpermissive", "-w"], false },
        { "the plugin's mark", "#include <iostream>\nvoid f(double) { std::cout << 1; }\nint main() { f(2); }\n", ["-D__coderunner_end=f(double)"], false },
        { "date in the past", "#include <iostream>\nint main() { std::cout << sizeof(__DATE__) << sizeof(__TIMESTAMP__); }\n", [], true },
    };

    [Theory]
    [MemberData(nameof(Tricky))]
    public async Task CompileAsync_TrickySource_IsAsPlain(string what, string source, string[] options, bool preamble)
    {
        Assert.NotEmpty(what);
        var request = CompilingFixture.Request(source, options);

        var used = await fixture.BuildPreambleAsync(fixture.Fast, request);

        Assert.Equal(preamble, used is not null);
        Assert.True(used is null || fixture.IsInstantiated(used));
        await AssertEqualAsync(request);
    }

    [Theory]
    [InlineData("11")]
    [InlineData("14")]
    [InlineData("17")]
    [InlineData("20")]
    [InlineData("23")]
    [InlineData("c++17")]
    [InlineData("c++20")]
    public async Task CompileAsync_Standard_IsAsPlain(string standard)
    {
        var request = CompilingFixture.Request("#include <iostream>\n#include <string>\nint main() { std::cout << __cplusplus; }\n") with { Standard = standard };

        Assert.NotNull(await fixture.BuildPreambleAsync(fixture.Fast, request));

        await AssertEqualAsync(request);
    }

    [Fact]
    public async Task CompileAsync_SeveralSources_AreCompiledPlainly()
    {
        var request = CompilingFixture.Request("#include <iostream>\nint f();\nint main() { std::cout << f(); }\n") with
        {
            // It must not see what the main source includes.
            Files = [new SubmittedFile("f.cpp", Blob.FromText("int f() {\n#ifdef _GLIBCXX_IOSTREAM\nreturn 1;\n#endif\nreturn 2; }\n"))],
        };

        Assert.Null(await fixture.BuildPreambleAsync(fixture.Fast, request));

        Assert.Contains("\n2\n", await AssertEqualAsync(request), StringComparison.Ordinal);
    }

    private async Task<string> AssertEqualAsync(SubmissionRequest request)
    {
        var plain = await fixture.CompileAsync(fixture.Plain, request);
        var fast = await fixture.CompileAsync(fixture.Fast, request);

        Assert.Equal(Text(plain.Result.Output), Text(fast.Result.Output));
        Assert.Equal(plain.Result.Succeeded, fast.Result.Succeeded);
        Assert.Equal(plain.Result.Message, fast.Result.Message);
        var behaviour = await fixture.RunAsync(plain);
        Assert.Equal(behaviour, await fixture.RunAsync(fast));
        if (plain.Result is { Succeeded: true, Output.IsEmpty: true })
            await AssertFastCommandWorksAsync(request);
        return behaviour;
    }

    /// <summary>Otherwise all of this would pass with everything compiled twice.</summary>
    protected async Task AssertFastCommandWorksAsync(SubmissionRequest request)
    {
        var exit = await fixture.RunFastCommandAsync(request, await fixture.BuildPreambleAsync(fixture.Fast, request));

        Assert.Equal("", exit.Stderr.ToString());
        Assert.Equal(0, exit.ExitCode);
    }

    /// <summary>The linker names the compiler's temporary files, which are called otherwise every time.</summary>
    protected static string Text(Blob words) => System.Text.RegularExpressions.Regex.Replace(words.ToString(), "/cc[A-Za-z0-9]{6}", "/cc");
}
