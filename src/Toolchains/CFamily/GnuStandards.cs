using System.Collections.Immutable;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.CFamily;

/// <summary>The standards as GNU's compilers name them. Without a word about the dialect GNU's own is meant, as by the compilers themselves.</summary>
internal static class GnuStandards
{
    /// <summary>Those of C++.</summary>
    public static ImmutableArray<LanguageStandard> Cpp { get; } =
    [
        .. Standard("++", ["98", "03"], ["98/03"]), .. Standard("++", ["11", "0x"]), .. Standard("++", ["14", "1y"]),
        .. Standard("++", ["17", "1z"]), .. Standard("++", ["20", "2a"]), .. Standard("++", ["23", "2b"]),
    ];

    /// <summary>Those of C.</summary>
    public static ImmutableArray<LanguageStandard> C { get; } =
    [
        .. Standard("", ["90", "89"], ["89/90"], ["iso9899:1990"]), .. Standard("", ["99", "9x"], [], ["iso9899:1999"]),
        .. Standard("", ["11", "1x"], [], ["iso9899:2011"]), .. Standard("", ["17", "18"], [], ["iso9899:2017", "iso9899:2018"]),
        .. Standard("", ["23", "2x"]),
    ];

    /// <summary>One entry a year's word, as older compilers know only the draft's; all of them have all the names.</summary>
    private static IEnumerable<LanguageStandard> Standard(string language, string[] years, string[]? names = null, string[]? strictNames = null) =>
        years.Select(year => new LanguageStandard(years[0], $"gnu{language}{year}", $"c{language}{year}")
        {
            Names = [.. years, .. years.Select(other => $"gnu{language}{other}"), .. names ?? []],
            StrictNames = [.. years.Select(other => $"c{language}{other}"), .. strictNames ?? []],
        });
}
