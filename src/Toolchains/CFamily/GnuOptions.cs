using System.Collections.Immutable;

namespace CodeRunner.Toolchains.CFamily;

/// <summary>
/// What both gcc drivers may be told. Each pattern spells out its whole argument, so that none lets through a path, a response file (<c>@file</c>), or a
/// comma that would hand something on to the preprocessor, assembler or linker (<c>-Wp,</c>, <c>-Wa,</c>, <c>-Wl,</c>): no file, plugin, specification, script,
/// output or wrapper can be named.
/// </summary>
internal static class GnuOptions
{
    // Not leak and not thread: they trace or rearrange processes in ways that the sandbox refuses.
    private const string Sanitizer =
        "(address|undefined|alignment|bool|bounds(-strict)?|builtin|enum|float-(cast-overflow|divide-by-zero)|integer-divide-by-zero|(returns-)?nonnull-attribute"
        + "|null|object-size|pointer-(compare|overflow|subtract)|return|shift(-base|-exponent)?|signed-integer-overflow|unreachable|vla-bound|vptr)";

    private const string Sanitizers = $"{Sanitizer}(,{Sanitizer})*";

    // A macro's text is the source's business, which could hold it as well, and no shell looks at it. Outside of quotes it is still what an expression
    // is made of.
    private const string MacroValue = """([A-Za-z0-9_ .,:;+*<>()=!&|%~^?\[\]{}-]|"([^"\\]|\\.)*"|'([^'\\]|\\.)*')*""";

    private const string Processor =
        "(x86-64(-v[2-4])?|k8(-sse3)?|amdfam10|bdver[1-4]|btver[12]|znver[1-5]|core2|corei7(-avx)?|core-avx-i|core-avx2|nehalem|westmere|sandybridge|ivybridge|haswell"
        + "|broadwell|skylake(-avx512)?|cannonlake|icelake-(client|server)|cascadelake|cooperlake|tigerlake|rocketlake|alderlake|sapphirerapids|bonnell|silvermont|goldmont)";

    // Of the instructions, not of the ABI, and none that the kernel must allow first.
    private const string Instructions =
        "(mmx|sse|sse2|sse3|ssse3|sse4|sse4\\.[12]|sse4a|avx|avx2|avx512(f|bw|cd|dq|vl|ifma|vbmi|vbmi2|vnni|bitalg|vpopcntdq)|avxvnni|fma|fma4|xop|f16c|bmi|bmi2|tbm|lzcnt|abm"
        + "|popcnt|aes|vaes|pclmul|vpclmulqdq|sha|gfni|adx|movbe|prfchw|rdrnd|rdseed|fsgsbase|cx16|sahf)";

    /// <summary>The patterns.</summary>
    public static ImmutableArray<string> Allowed { get; } =
    [
        "-O([0-3sgz]|fast)?",
        "-W[a-z][a-z0-9+-]+(=[a-z0-9+-]+)?",
        "-w",
        "-pedantic(-errors)?",
        $@"-D[A-Za-z_][A-Za-z0-9_]*(\([A-Za-z0-9_, .]*\))?(={MacroValue})?",
        "-U[A-Za-z_][A-Za-z0-9_]*",
        "-trigraphs",
        "-pipe",
        "-g(gdb)?[0-3]?",
        "-s",
        "-(no-)?pie",
        "-static(-libgcc|-libstdc\\+\\+)?",
        "-pthread",
        "-l(m|c|pthread|dl|rt|util|crypt|atomic|quadmath|gomp|gcc|stdc\\+\\+(fs|_libbacktrace)?)",
        $"-march=(native|{Processor})",
        $"-mtune=(native|generic|intel|{Processor})",
        $"-m(no-)?{Instructions}",
        "-m(64|fpmath=(sse|387|both)|cmodel=(small|medium|large)|stackrealign)",
        "-fno-[a-z0-9-]+",
        "-f(fast-math|finite-math-only|associative-math|reciprocal-math|rounding-math|signed-zeros|trapping-math|unsafe-math-optimizations|fp-contract=(on|off|fast)|excess-precision=(fast|standard))",
        "-f(omit-frame-pointer|unroll-(all-)?loops|peel-loops|inline-functions|inline-limit=[0-9]{1,6}|tree-(vectorize|loop-vectorize|slp-vectorize)|ipa-pta|strict-aliasing|strict-overflow"
        + "|delete-null-pointer-checks|prefetch-loop-arrays|split-loops|gcse-las|ivopts|merge-all-constants|function-sections|data-sections|common)",
        "-f(wrapv(-pointer)?|trapv|permissive|exceptions|non-call-exceptions|rtti|openmp(-simd)?|lto(=auto|=[1-9][0-9]?)?|analyzer|concepts|coroutines|char8_t|PIC|pic|PIE|pie|ms-extensions|plan9-extensions"
        + "|gnu89-inline|freestanding|hosted|builtin)",
        "-f(un)?signed-char",
        "-f(constexpr-(depth|loop-limit|ops-limit)=[0-9]{1,9}|template-depth=[0-9]{1,5}|max-errors=[1-9][0-9]{0,5})",
        "-f(input|exec)-charset=[A-Za-z0-9_.-]{1,40}",
        "-f(diagnostics-color=(never|auto)|visibility=[a-z]+|cf-protection=[a-z]+)",
        "-f(cf-protection|single-precision-constant)",
        "-fstack-(protector(-all|-strong)?|clash-protection|check)",
        $"-fsanitize={Sanitizers}",
        $"-fno-sanitize={Sanitizers}",
        $"-f(no-)?sanitize-recover(=(all|{Sanitizers}))?",
        "-fsanitize-(undefined-trap-on-error|address-use-after-scope)",
    ];
}
