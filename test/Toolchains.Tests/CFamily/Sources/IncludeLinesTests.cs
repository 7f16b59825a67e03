using CodeRunner.Toolchains.CFamily.Sources;

namespace CodeRunner.Toolchains.Tests.CFamily.Sources;

public sealed class IncludeLinesTests
{
    [Theory]
    [InlineData("#include \"a.cpp\"", "a.cpp")]
    [InlineData("#include <lib/a.hpp>", "<lib/a.hpp>")]
    [InlineData("  #  include\t\"a.cpp\" // why", "a.cpp")]
    [InlineData("/* x */ # /* y */ include /* z */ \"a.cpp\"", "a.cpp")]
    [InlineData("#inc\\\nlude \\\n \"a.cpp\"", "a.cpp")]
    [InlineData("#include \"a b.cpp\"\r\n#include_next \"c.h\"\r\n", "a b.cpp c.h")]
    [InlineData("#import \"a.cpp\"", "a.cpp")]
    [InlineData("int x = 1'000;\nchar c = '\"'; char d = '\\'';\n#include \"a.cpp\"", "a.cpp")]
    [InlineData("#if DEBUG\n#include \"a.cpp\"\n#endif", "a.cpp")]
    [InlineData("#ifndef X\n#include \"a.cpp\"\n#else\n#include \"b.cpp\"\n#endif", "a.cpp b.cpp")]
    [InlineData("#if 0\n#include \"a.cpp\"\n#else\n#include \"b.cpp\"\n#endif\n#include \"c.cpp\"", "b.cpp c.cpp")]
    [InlineData("#if 0\nit's dead, \"so what\n#if 1\n#include \"a.cpp\"\n#endif\n#include \"b.cpp\"\n#endif", "")]
    [InlineData("#if 01\n#include \"a.cpp\"\n#endif", "a.cpp")]
    [InlineData("// #include \"a.cpp\"", "")]
    [InlineData("/*\n#include \"a.cpp\"\n*/", "")]
    [InlineData("// x \\\n#include \"a.cpp\"", "")]
    [InlineData("const char* s = \"\\\n#include \\\"a.cpp\\\"\";", "")]
    [InlineData("auto s = R\"x(\n#include \"a.cpp\"\n)x\";\n#include \"b.cpp\"", "b.cpp")]
    [InlineData("auto s = u8R\"(\n#include \"a.cpp\"\n)\";", "")]
    [InlineData("int x; #include \"a.cpp\"", "")]
    [InlineData("#define A \"a.cpp\"\n#include A", "")]
    [InlineData("#include \"a.cpp\n\"", "")]
    [InlineData("#include", "")]
    [InlineData("#endif\n#else\n#include \"a.cpp\"", "a.cpp")]
    [InlineData("", "")]
    public void Read_Source_FindsWhatItIncludes(string source, string expected)
    {
        var found = IncludeLines.Read(System.Text.Encoding.UTF8.GetBytes(source));

        Assert.Equal(expected, string.Join(' ', found.Select(static line => line.IsQuoted ? line.Name : $"<{line.Name}>")));
    }

    [Fact]
    public void Read_AnyBytes_Ends()
    {
        var random = new Random(1);
        var alphabet = "#\"'<>/*\\\n R(0)includeif el"u8.ToArray();
        for (var run = 0; run < 2_000; run++)
        {
            var source = new byte[random.Next(200)];
            for (var i = 0; i < source.Length; i++)
                source[i] = alphabet[random.Next(alphabet.Length)];
            Assert.NotNull(IncludeLines.Read(source));
        }
    }
}
