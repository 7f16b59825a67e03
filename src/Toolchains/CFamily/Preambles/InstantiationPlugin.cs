using System.Collections.Immutable;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>
/// A plugin of GCC's C++ compiler, built where it is used: while headers are precompiled it has the templates instantiated that they use,
/// so that it isn't done in every compile after that. What is compiled with such a header needs no plugin.
/// </summary>
internal sealed class InstantiationPlugin
{
    /// <summary>The name that ends a header.</summary>
    public const string Marker = "__coderunner_end";

    /// <summary>The name of its source in the working folder.</summary>
    public const string SourceName = "instantiate.cc";

    /// <summary>The option that loads it.</summary>
    public const string Use = $"-fplugin={Library}";

    /// <summary>The line that ends a header and tells the plugin so. Nothing defines or uses what it declares; the name is reserved to implementations.</summary>
    public const string End = $"extern int {Marker};\n";

    private const string Library = "/work/instantiate.so";
    private const string CppHeader = "c++-header";

    private static readonly Lazy<string> _source = new(Read);

    private InstantiationPlugin(string compiler)
    {
        Compiler = compiler;
        Commands =
        [
            [compiler, "-shared", "-fPIC", $"-DCODERUNNER_END=\"{Marker}\"", "-o", Library, SourceName],
            [compiler, Use, "-fsyntax-only", "-x", CppHeader, "/dev/null"],
        ];
    }

    /// <summary>Its source.</summary>
    public static string Source => _source.Value;

    /// <summary>The compiler's path in a sandbox.</summary>
    public string Compiler { get; }

    /// <summary>The commands that build it and have the compiler load it; a compiler that isn't GCC, or not of a version that was tried, fails one of them.</summary>
    public ImmutableArray<ImmutableArray<string>> Commands { get; }

    /// <summary>The one for a language; null when the language isn't C++.</summary>
    public static InstantiationPlugin? For(Language language) =>
        language is { PrecompiledHeader: CppHeader, CompileCommand: [var compiler, ..] } ? new InstantiationPlugin(compiler) : null;

    private static string Read()
    {
        using var stream = typeof(InstantiationPlugin).Assembly.GetManifestResourceStream(typeof(InstantiationPlugin), SourceName)
            ?? throw new InvalidOperationException($"{SourceName} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
