using System.Collections.Immutable;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.CFamily;

/// <summary>The languages that are there without any settings.</summary>
internal static class BuiltInLanguages
{
    // Where both are about as fast it is the first, which knows more of the warnings of the usual one. That of an executable stack must be asked for;
    // mold gives it unasked, and leaves the stack as it is, so that the compile is done again with the usual one.
    private static readonly ImmutableArray<string> _gnuLinkers = ["-fuse-ld=gold -Wl,--warn-execstack", "-fuse-ld=mold"];

    // Atomic operations on 16 bytes are calls of this one.
    private static readonly ImmutableArray<string> _asNeeded = ["-latomic"];

    // What judges define for programs to tell where they run.
    private static readonly ImmutableArray<string> _onlineJudge = ["-DONLINE_JUDGE"];

    // Behind the system's own, so that a file called "queue" or "version" hides no header; and first of all for what is in quotes.
    private static readonly ImmutableArray<string> _gnuFolder = ["-iquote", ".", "-idirafter", "."];

    // What only means something to the C++ compiler.
    private static readonly ImmutableArray<string> _cppOnly =
        ["-std=.*", "-f(no-)?(permissive|rtti|concepts|coroutines|char8_t|threadsafe-statics|implicit-templates|access-control|elide-constructors)"];

    /// <summary>C++ and C, with GNU's compilers.</summary>
    public static ImmutableArray<Language> All { get; } =
    [
        new()
        {
            Id = "cpp",
            Name = "C++",
            Aliases = ["c++", "g++"],
            SourceName = "main.cpp",
            SourceExtensions = [".cpp", ".cc", ".cxx", ".c++", ".cp", ".C", ".CPP"],
            // As everywhere but with g++ itself, what is called .c is C.
            ObjectExtensions = [".c", ".s", ".S", ".sx"],
            ObjectCommand =
            [
                "/usr/bin/gcc", "-O2", "-pipe", "-fmax-errors=20", "-fdiagnostics-color=never", "{definitions}", "{options}", "-c", "-o", "{output}", "{sources}",
            ],
            ObjectDroppedOptions = _cppOnly,
            FolderOptions = _gnuFolder,
            CompileCommand =
            [
                "/usr/bin/g++", "-std={standard}", "-O2", "-pipe", "-fmax-errors=20", "-fdiagnostics-color=never",
                "-ftemplate-depth=900", "-fconstexpr-ops-limit=33554432", "{definitions}", "{options}", "-o", "{output}", "{sources}", "{libraries}",
            ],
            RunCommand = ["{program}"],
            VersionCommand = ["/usr/bin/g++", "--version"],
            StandardProbe = ["/usr/bin/g++", "-std={standard}", "-fsyntax-only", "-x", "c++", "/dev/null"],
            Standards = GnuStandards.Cpp,
            DefaultStandard = "20",
            PrecompiledHeader = "c++-header",
            Definitions = _onlineJudge,
            LinkerOptions = _gnuLinkers,
            LibrariesAsNeeded = _asNeeded,
            AllowedOptions = GnuOptions.Allowed,
        },
        new()
        {
            Id = "c",
            Name = "C",
            SourceName = "main.c",
            SourceExtensions = [".c", ".s", ".S", ".sx"],
            FolderOptions = _gnuFolder,

            // -lm comes last: a linker that takes only what is needed has by then seen who needs it.
            CompileCommand =
            [
                "/usr/bin/gcc", "-std={standard}", "-O2", "-pipe", "-fmax-errors=20", "-fdiagnostics-color=never",
                "{definitions}", "{options}", "-o", "{output}", "{sources}", "{libraries}", "-lm",
            ],
            RunCommand = ["{program}"],
            VersionCommand = ["/usr/bin/gcc", "--version"],
            StandardProbe = ["/usr/bin/gcc", "-std={standard}", "-fsyntax-only", "-x", "c", "/dev/null"],
            Standards = GnuStandards.C,
            DefaultStandard = "17",
            Definitions = _onlineJudge,
            LinkerOptions = _gnuLinkers,
            LibrariesAsNeeded = _asNeeded,
            AllowedOptions = GnuOptions.Allowed,
        },
    ];
}
