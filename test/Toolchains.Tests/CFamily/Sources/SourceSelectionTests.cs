using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Sources;

namespace CodeRunner.Toolchains.Tests.CFamily.Sources;

/// <summary>Which files are compiled.</summary>
public sealed class SourceSelectionTests
{
    [Theory]
    [InlineData("cpp", "a.cpp b.cc c.cxx d.c++ e.C f.cp g.CPP h.c i.s j.S k.sx")]
    [InlineData("c", "h.c i.s j.S k.sx")]
    public void Of_Files_TakesThoseWithTheEndingOfASource(string id, string expected)
    {
        string[] names = ["a.cpp", "b.cc", "c.cxx", "d.c++", "e.C", "f.cp", "g.CPP", "h.c", "i.s", "j.S", "k.sx", "l.h", "m.hpp", "n.txt", "o.cpp.bak", "cpp", "p.inl"];

        Assert.Equal(expected, Select(id, "int main() {}", [.. names.Select(static name => RunnerFixture.File(name))]));
    }

    [Theory]
    [InlineData("#include \"a.cpp\"\n", "b.cpp")]
    [InlineData("#include <a.cpp>\n", "b.cpp")]
    [InlineData("#include \"./lib/../a.cpp\"\n", "b.cpp")]
    [InlineData("#include \"a.cpp\"\n#include \"b.cpp\"\n", "")]
    [InlineData("// #include \"a.cpp\"\n", "a.cpp b.cpp")]
    [InlineData("#include \"../a.cpp\"\n#include \"/work/b.cpp\"\n", "a.cpp b.cpp")]
    [InlineData("#include \"main.cpp\"\n", "a.cpp b.cpp")]
    public void Of_IncludedByTheMainSource_IsNotCompiledByItself(string code, string expected) =>
        Assert.Equal(expected, Select("cpp", code, RunnerFixture.File("a.cpp"), RunnerFixture.File("b.cpp")));

    [Fact]
    public void Of_IncludedByWhatIsIncluded_IsNotCompiledByItself() => Assert.Equal("d.cpp", Select(
        "cpp",
        "#include \"lib/a.hpp\"\n",
        RunnerFixture.File("lib/a.hpp", "#include \"b.hpp\"\n"),
        RunnerFixture.File("lib/b.hpp", "#include \"lib/c.cpp\"\n"),
        RunnerFixture.File("lib/c.cpp"),
        RunnerFixture.File("d.cpp")));

    [Fact]
    public void Of_TwoPlaces_PrefersTheIncludersFolder() => Assert.Equal("a.cpp", Select(
        "cpp",
        "#include \"lib/x.hpp\"\n",
        RunnerFixture.File("lib/x.hpp", "#include \"a.cpp\"\n"),
        RunnerFixture.File("lib/a.cpp"),
        RunnerFixture.File("a.cpp")));

    [Fact]
    public void Of_IncludedOnlyByItself_IsCompiled() =>
        Assert.Equal("a.cpp", Select("cpp", "int main() {}", RunnerFixture.File("a.cpp", "#include \"a.cpp\"\n")));

    [Fact]
    public void Of_NamedInDataOnly_IsCompiled() =>
        Assert.Equal("a.cpp", Select("cpp", "int main() {}", RunnerFixture.File("a.cpp"), RunnerFixture.File("notes.txt", "#include \"a.cpp\"\n")));

    [Theory]
    [InlineData("", "")]
    [InlineData("b.cpp", "b.cpp")]
    [InlineData("main.cpp b.cpp a.cpp", "b.cpp a.cpp")]
    public void Of_RequestThatSays_IsWhatItSays(string sources, string expected)
    {
        var request = RunnerFixture.Request() with
        {
            Code = Blob.FromText("#include \"a.cpp\"\n"),
            Files = [RunnerFixture.File("a.cpp"), RunnerFixture.File("b.cpp"), RunnerFixture.File("in.c")],
            HasSources = true,
            Sources = [.. sources.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        };

        Assert.Equal(expected, string.Join(' ', SourceSelection.Of(BuiltInLanguages.All[0], request)));
    }

    private static string Select(string language, string code, params SubmittedFile[] files) => string.Join(' ', SourceSelection.Of(
        BuiltInLanguages.All.Single(known => known.Id == language), RunnerFixture.Request() with { Code = Blob.FromText(code), Files = [.. files] }));
}
