using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.CFamily.Sources;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Building;

/// <summary>How a submission is compiled: the plain command, which says what it means, and what may be added to be faster.</summary>
internal sealed class CompilePlan
{
    private const string WorkFolder = "/work/";
    private const string DefaultOutputName = "program";

    private readonly ImmutableArray<CompileObject> _objects;
    private readonly ImmutableArray<string> _includes;

    /// <summary>Makes one; that takes as long as the files take to be read.</summary>
    public CompilePlan(InstalledLanguage installed, SubmissionRequest request, CancellationToken cancellationToken = default)
    {
        (Installed, Request) = (installed, request);
        var language = installed.Language;
        Standard = LanguageDialects.ValueOf(language, request.Standard);
        OutputName = FreeName(language, request.Files);
        var sources = SourceSelection.Of(language, request, cancellationToken);
        Sources = [language.SourceName, .. sources.Where(path => !language.NeedsObject(path))];
        _objects = [.. sources.Where(language.NeedsObject).Select(static (path, index) => new CompileObject(path, $"/tmp/{index + 1}.o"))];
        _includes = request.Files.IsEmpty ? [] : language.FolderOptions;
    }

    /// <summary>The language as it is installed.</summary>
    public InstalledLanguage Installed { get; }

    /// <summary>What is compiled.</summary>
    public SubmissionRequest Request { get; }

    /// <summary>The compiler's word for the standard.</summary>
    public string Standard { get; }

    /// <summary>The file in the working folder that the compiler writes.</summary>
    public string OutputName { get; }

    /// <summary>What the compiler's command compiles: the main source first.</summary>
    public ImmutableArray<string> Sources { get; }

    /// <summary>The commands that come first, one for each source that needs a compiler of its own.</summary>
    public IEnumerable<ImmutableArray<string>> ObjectCommands => _objects.Select(made => CommandTemplate.Object(
        Installed.Language, [.. _includes, .. Request.CompileOptions], made.Source, made.Output));

    /// <summary>The plain command, whose words and result are the ones that count.</summary>
    public ImmutableArray<string> Command => With([]);

    /// <summary>The same with a faster linker and a precompiled preamble; null when there is neither.</summary>
    public ImmutableArray<string>? FastCommand(PreambleSource? preamble)
    {
        ImmutableArray<string> added =
        [
            .. Installed.LinkerArguments,
            .. preamble?.Use ?? [],
        ];
        return added.IsEmpty ? null : With(added);
    }

    /// <summary>The main source and the files beside it.</summary>
    public static IEnumerable<SandboxFile> Files(Language language, SubmissionRequest request) => request.Files
        .Select(file => new SandboxFile(SandboxFolder.Work, file.Path, file.Content))
        .Prepend(new SandboxFile(SandboxFolder.Work, language.SourceName, request.Code));

    private ImmutableArray<string> With(ImmutableArray<string> added) =>
        CommandTemplate.Compile(Installed.Language, Standard, [.. _includes, .. Request.CompileOptions, .. added], [.. Sources, .. _objects.Select(static made => made.Output)], WorkFolder + OutputName);

    // The user's files can't be written to, so the compiler's output must not have the name of one, or of a folder of theirs.
    private static string FreeName(Language language, ImmutableArray<SubmittedFile> files)
    {
        var taken = files.Select(file => file.Path.Split('/')[0]).Append(language.SourceName).ToHashSet(StringComparer.Ordinal);
        var name = DefaultOutputName;
        while (taken.Contains(name))
            name += '_';
        return name;
    }

    /// <summary>A source with a compiler of its own, and where its object goes: not where the submission's files are.</summary>
    private sealed record CompileObject(string Source, string Output);
}
