using System.Collections.Immutable;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>A language, as data. Adding one is adding an entry to the settings.</summary>
public sealed record Language
{
    /// <summary>What requests name it by, for example <c>cpp</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it, for example <c>C++</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Other names that requests may use.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>File name of the main source, for example <c>main.cpp</c>.</summary>
    public required string SourceName { get; init; }

    /// <summary>Endings of further files that are handed to the compiler, for example <c>.cpp</c>.</summary>
    public ImmutableArray<string> SourceExtensions { get; init; } = [];

    /// <summary>Endings of further sources that need a compiler of their own and are linked as objects, for example <c>.c</c> beside C++.</summary>
    public ImmutableArray<string> ObjectExtensions { get; init; } = [];

    /// <summary>The command that makes an object of one of those. <c>{options}</c>, <c>{sources}</c> (one) and <c>{output}</c> are replaced.</summary>
    public ImmutableArray<string> ObjectCommand { get; init; } = [];

    /// <summary>Regular expressions of the request's options that say nothing to that compiler, and are left out.</summary>
    public ImmutableArray<string> ObjectDroppedOptions { get; init; } = [];

    /// <summary>Options that put the working folder on the include path, used when there are files beside the main source.</summary>
    public ImmutableArray<string> FolderOptions { get; init; } = [];

    /// <summary>
    /// The compiler's command. <c>{standard}</c>, <c>{output}</c> and, each by zero or more arguments, <c>{definitions}</c>, <c>{options}</c>,
    /// <c>{sources}</c> and <c>{libraries}</c> are replaced: the last one by those of the request's options that begin with <c>-l</c>, as a linker takes from
    /// a static library only what those before it need. Empty for a language that isn't compiled.
    /// </summary>
    public ImmutableArray<string> CompileCommand { get; init; } = [];

    /// <summary>The program's command; <c>{program}</c> is replaced by the compiled program's path. The request's arguments follow it.</summary>
    public required ImmutableArray<string> RunCommand { get; init; }

    /// <summary>A command whose first line of output is the version.</summary>
    public required ImmutableArray<string> VersionCommand { get; init; }

    /// <summary>
    /// A command that succeeds when the compiler knows the standard in <c>{standard}</c>. Empty: it knows all of them.
    /// </summary>
    public ImmutableArray<string> StandardProbe { get; init; } = [];

    /// <summary>
    /// The standards that may be asked for, each with the compiler's word for it. An id may come more than once, for compilers that
    /// use another word; the first one that the compiler knows counts.
    /// </summary>
    public ImmutableArray<LanguageStandard> Standards { get; init; } = [];

    /// <summary>The standard of a request that names none: the id of one of the <see cref="Standards"/>.</summary>
    public string? DefaultStandard { get; init; }

    /// <summary>
    /// What <c>-x</c> must say for the compiler to precompile a header that it then takes with <c>-include</c>, as GNU's do: <c>c++-header</c>.
    /// Null: its headers are not precompiled.
    /// </summary>
    public string? PrecompiledHeader { get; init; }

    /// <summary>The <c>{definitions}</c>: options before the request's own, which can so take them back. Not there where the settings say so.</summary>
    public ImmutableArray<string> Definitions { get; init; } = [];

    /// <summary>Options that choose another linker than the compiler's own, several separated by a space; the one that links fastest is used.</summary>
    public ImmutableArray<string> LinkerOptions { get; init; } = [];

    /// <summary>
    /// Options that name libraries, at the end of the <c>{libraries}</c>, of which only what a program needs is linked, in the words of GNU's linkers. Left
    /// out where nothing can be linked with them.
    /// </summary>
    public ImmutableArray<string> LibrariesAsNeeded { get; init; } = [];

    /// <summary>Whether a file beside the main source has the ending of a source.</summary>
    public bool IsSource(string path) => HasEnding(path, SourceExtensions) || NeedsObject(path);

    /// <summary>Whether it has that of one that is compiled by <see cref="ObjectCommand"/>.</summary>
    public bool NeedsObject(string path) => HasEnding(path, ObjectExtensions);

    private static bool HasEnding(string path, ImmutableArray<string> endings) =>
        endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Regular expressions, each of which allows the compile options that it matches as a whole.</summary>
    public ImmutableArray<string> AllowedOptions { get; init; } = [];

    /// <summary>The arguments of one of its <see cref="LinkerOptions"/>; none for null.</summary>
    public static ImmutableArray<string> Arguments(string? linkerOption) =>
        linkerOption is null ? [] : [.. linkerOption.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>A standard of a language.</summary>
/// <param name="Id">What requests name it by, for example <c>20</c>.</param>
/// <param name="Value">What the compiler is told, for example <c>gnu++20</c>. Requests may name it by that too.</param>
/// <param name="Strict">
/// What the compiler is told when requests name the standard by this word instead, for example <c>c++20</c>: the standard without the compiler's extensions.
/// Null: there is no such dialect.
/// </param>
public sealed record LanguageStandard(string Id, string Value, string? Strict = null)
{
    /// <summary>Further names of the standard, for example <c>2a</c> or <c>gnu++2a</c>.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Further names of its strict dialect.</summary>
    public ImmutableArray<string> StrictNames { get; init; } = [];
}

/// <summary>A language that works on this machine.</summary>
/// <param name="Language">The entry, its standards cut down to those that the compiler knows.</param>
/// <param name="Version">What its version command printed first.</param>
public sealed record InstalledLanguage(Language Language, string Version)
{
    /// <summary>The one of its <see cref="Language.LinkerOptions"/> that was found to link fastest; null: none is faster than the compiler's own.</summary>
    public string? LinkerOption { get; init; }

    /// <summary>The <see cref="LinkerOption"/> as arguments.</summary>
    public ImmutableArray<string> LinkerArguments => Language.Arguments(LinkerOption);
}

/// <summary>The languages that work on this machine.</summary>
public interface ILanguageCatalog
{
    /// <summary>All of them, in the settings' order.</summary>
    ImmutableArray<InstalledLanguage> Languages { get; }

    /// <summary>The one that a request means by <paramref name="nameOrAlias"/>; null when there is none.</summary>
    InstalledLanguage? Find(string nameOrAlias);
}
