using System.Collections.Immutable;

namespace CodeRunner.Sandbox.Languages;

/// <summary>The languages that are there without any settings.</summary>
internal static class BuiltInLanguages
{
    // What both gcc drivers may be told. Each pattern spells out its whole argument, so that none lets through a path, a response
    // file (@file), or a comma that would hand something on to the preprocessor, assembler or linker (-Wp, -Wa, -Wl,).
    private static readonly ImmutableArray<string> _gnuOptions =
    [
        "-O([0-3sg]|fast)?",
        "-W[a-z][a-z0-9+-]+(=[a-z0-9+-]+)?",
        "-w",
        "-pedantic(-errors)?",
        "-D[A-Za-z_][A-Za-z0-9_]*(=[A-Za-z0-9_ .,:+*<>()-]*)?",
        "-U[A-Za-z_][A-Za-z0-9_]*",
        "-g(gdb)?[0-3]?",
        "-s",
        "-static(-libgcc|-libstdc\\+\\+)?",
        "-pthread",
        "-l(m|pthread|dl|rt)",
        "-march=(native|x86-64(-v[2-4])?)",
        "-fno-[a-z0-9-]+",
        "-f(fast-math|finite-math-only|associative-math|omit-frame-pointer|unroll-loops|inline-functions|strict-aliasing)",
        "-f(wrapv|trapv|permissive|exceptions|rtti|openmp|lto|analyzer|concepts|coroutines|char8_t|PIC|pic|PIE|pie)",
        "-f(un)?signed-char",
        "-fstack-protector(-all|-strong)?",

        // Not leak and not thread: they trace or rearrange processes in ways that the sandbox refuses.
        "-fsanitize=(address|undefined)(,(address|undefined))?",
        "-fno-sanitize-recover(=(all|address|undefined))?",
    ];

    // Where both are about as fast it is the first, which knows more of the warnings of the usual one.
    private static readonly ImmutableArray<string> _gnuLinkers = ["-fuse-ld=gold", "-fuse-ld=mold"];

    /// <summary>C++ and C, with GNU's compilers.</summary>
    public static ImmutableArray<Language> All { get; } =
    [
        new()
        {
            Id = "cpp",
            Name = "C++",
            Aliases = ["c++", "g++"],
            SourceName = "main.cpp",
            SourceExtensions = [".cpp", ".cc", ".cxx"],
            CompileCommand =
            [
                "/usr/bin/g++", "-std={standard}", "-O2", "-pipe", "-fmax-errors=20", "-fdiagnostics-color=never",
                "-ftemplate-depth=900", "-fconstexpr-ops-limit=33554432", "-Wl,-z,noexecstack", "{options}", "-o", "{output}", "{sources}",
            ],
            RunCommand = ["{program}"],
            VersionCommand = ["/usr/bin/g++", "--version"],
            StandardProbe = ["/usr/bin/g++", "-std={standard}", "-fsyntax-only", "-x", "c++", "/dev/null"],
            Standards =
            [
                new("11", "c++11"), new("14", "c++14"), new("17", "c++17"), new("20", "c++20"), new("20", "c++2a"),
                new("23", "c++23"), new("23", "c++2b"),
            ],
            DefaultStandard = "20",
            PrecompiledHeader = "c++-header",
            LinkerOptions = _gnuLinkers,
            AllowedOptions = _gnuOptions,
        },
        new()
        {
            Id = "c",
            Name = "C",
            SourceName = "main.c",
            SourceExtensions = [".c"],

            // -lm comes last: a linker that takes only what is needed has by then seen who needs it.
            CompileCommand =
            [
                "/usr/bin/gcc", "-std={standard}", "-O2", "-pipe", "-fmax-errors=20", "-fdiagnostics-color=never",
                "-Wl,-z,noexecstack", "{options}", "-o", "{output}", "{sources}", "-lm",
            ],
            RunCommand = ["{program}"],
            VersionCommand = ["/usr/bin/gcc", "--version"],
            StandardProbe = ["/usr/bin/gcc", "-std={standard}", "-fsyntax-only", "-x", "c", "/dev/null"],
            Standards = [new("99", "c99"), new("11", "c11"), new("17", "c17"), new("23", "c23"), new("23", "c2x")],
            DefaultStandard = "17",
            LinkerOptions = _gnuLinkers,
            AllowedOptions = _gnuOptions,
        },
    ];
}
