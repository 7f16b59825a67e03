using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Tests.Shared;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.CFamily.Sources;

namespace CodeRunner.Toolchains.Tests.CFamily.Sources;

/// <summary>
/// Files that are meant to make the search for includes slow, which happens in the server. One that is not linear would take minutes here; the limit
/// is far above what a linear one takes on a busy machine.
/// </summary>
public sealed class IncludeFloodTests
{
    private const int Size = 8 << 20;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string, string> Floods { get; } = new()
    {
        { "R\"", "" },
        { "R\"\n", "" },
        { "R\"(", "" },
        { "R\"a(", ")b\"" },
        { "R\"0123456789abcdefg", "(" },
        { "#if x\n", "#include <a>\n" },
        { "#if 0\n", "#include \"a\"\n" },
        { "#if 0\n#include \"a\"\n", "#endif\n" },
        { "#include \"a.cpp\"\n", "" },
        { "#include <", ">" },
        { "#include \"", "\"" },
        { "#include \"../", "\"\n" },
        { "#include \"a\"", "\\\n" },
        { "# /**/", "/*" },
        { "/*", "*/" },
        { "//", "\n" },
        { "\\\n", "" },
        { "\\", "" },
        { "'", "\n" },
        { "\"\\", "\n" },
        { "1'", "" },
        { "a", "" },
        { "#", "" },
        { "\n", "" },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Of_Flood_TakesLinearTime(string unit, string then)
    {
        var half = Flood(unit, Size / 2);
        Blob source = new([.. half, .. Flood(then, Size / 2)]);
        var request = RunnerFixture.Request() with { Code = source, Files = [new("b.cpp", source)] };

        var reading = Task.Run(() => (SourceSelection.Of(BuiltInLanguages.All[0], request), Preamble.Read(source.Span)));
        var (sources, _) = await reading.WaitAsync(_limit);

        Assert.Equal(["b.cpp"], sources.AsEnumerable());
    }

    private static byte[] Flood(string unit, int size)
    {
        var bytes = Encoding.UTF8.GetBytes(unit);
        var flood = new byte[bytes.Length == 0 ? 0 : size / bytes.Length * bytes.Length];
        for (var at = 0; at < flood.Length; at++)
            flood[at] = bytes[at % bytes.Length];
        return flood;
    }
}
