using System.Collections.Immutable;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>What a precompiled preamble is made of: the headers, and the whole command. Equal keys, equal bytes of headers.</summary>
internal sealed class PreambleSource
{
    /// <summary>The file that is said to be included; it never exists, so the compiler can't take it instead of the precompiled one.</summary>
    public const string HeaderName = "preamble.h";

    /// <summary>What the compiler looks for beside that.</summary>
    public const string PrecompiledName = $"{HeaderName}.gch";

    private const string Version = "preamble 3";
    private const string WorkFolder = "/work/";

    // Debug information would name another file, link-time optimisation and the analyzer look at more than what is used, and warnings
    // in the headers themselves would be given only once. What a permissive compiler lets pass can mean something else once the headers'
    // templates are instantiated, and that must be an error to be noticed.
    private static readonly string[] PlainOptions = ["-g", "-flto", "-fanalyzer", "-Wsystem-headers", "-fpermissive"];

    private PreambleSource(string key, Language language, ImmutableArray<string> options, string standard)
    {
        Key = key;
        Language = language.Id;
        CheckName = language.SourceName;
        Plugin = InstantiationPlugin.For(language);
        CheckCommand = CommandTemplate.Compile(language, standard, [.. options, .. Use], [CheckName], WorkFolder + "check");
    }

    /// <summary>The SHA-256 of all that it depends on, in hexadecimal.</summary>
    public string Key { get; }

    /// <summary>The language by whose compiler it is made: not all kinds of sandbox hold all of them.</summary>
    public string Language { get; }

    /// <summary>The headers in order.</summary>
    public required ImmutableArray<string> Headers { get; init; }

    /// <summary>The command that precompiles <see cref="HeaderName"/> in the working folder.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>What has the headers' own templates instantiated ahead; null when the language knows no such thing.</summary>
    public InstantiationPlugin? Plugin { get; }

    /// <summary>The command that compiles <see cref="CheckName"/> with it.</summary>
    public ImmutableArray<string> CheckCommand { get; }

    /// <summary>The name of a source of the language.</summary>
    public string CheckName { get; }

    /// <summary>The options that make a compile use it.</summary>
    public ImmutableArray<string> Use => ["-include", $"{PreambleFolder.Inside}/{Key}/{HeaderName}"];

    /// <summary>The one of a submission; null when its source must be compiled plainly.</summary>
    public static PreambleSource? Of(CompilePlan plan, string toolchain)
    {
        var options = plan.Request.CompileOptions;
        var isOnlySource = plan.Sources.Length == 1;
        if (plan.Installed.Language.PrecompiledHeader is null || !isOnlySource || options.Any(NeedsPlain))
            return null;
        var headers = Preamble.Read(plan.Request.Code.Span);
        return headers.IsEmpty ? null : Of(plan.Installed, headers, options, plan.Standard, toolchain);
    }

    /// <summary>The one of some headers.</summary>
    public static PreambleSource Of(
        InstalledLanguage installed, ImmutableArray<string> headers, ImmutableArray<string> options, string standard, string toolchain)
    {
        // Nothing is linked, so what is linked makes no other headers.
        options = options.RemoveAll(CommandTemplate.IsLibrary);
        var command = CommandTemplate.Compile(
            installed.Language, standard, [.. options, "-c", "-x", installed.Language.PrecompiledHeader!], [HeaderName], WorkFolder + PrecompiledName);
        using var key = new Fingerprint();
        key.Add(Version).Add(installed.Language.Id).Add(installed.Version).Add(toolchain).Add(command).Add(CompileOptions.Environment).Add(headers);
        return new PreambleSource(key.Finish(), installed.Language, options, standard) { Headers = headers, Command = command };
    }

    private static bool NeedsPlain(string option) => PlainOptions.Any(plain => option.StartsWith(plain, StringComparison.Ordinal)) || option.Contains(InstantiationPlugin.Marker, StringComparison.Ordinal);
}
