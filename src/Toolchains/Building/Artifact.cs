using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Toolchains.Building;

/// <summary>What can be run: all that is put into a sandbox, and the command that starts it there.</summary>
/// <param name="Language">The id of its language.</param>
/// <param name="Files">What every sandbox that runs it is given.</param>
/// <param name="Command">The command, without the request's arguments.</param>
public sealed record Artifact(string Language, ImmutableArray<SandboxFile> Files, ImmutableArray<string> Command)
{
    private const string ProgramName = "program";

    /// <summary>A compiled program, with the files beside its source.</summary>
    public static Artifact OfProgram(Language language, SubmissionRequest request, Blob program)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(request);
        var file = new SandboxFile(SandboxFolder.Box, ProgramName, program, Executable: true);
        var others = request.Files.Select(static file => new SandboxFile(SandboxFolder.Work, file.Path, file.Content) { IsOwnCopy = true });
        return new Artifact(language.Id, [file, .. others], CommandTemplate.Run(language, $"/box/{ProgramName}"));
    }

    /// <summary>The sources themselves, of a language that is not compiled.</summary>
    public static Artifact OfSources(Language language, SubmissionRequest request)
    {
        ArgumentNullException.ThrowIfNull(language);
        var files = CompilePlan.Files(language, request).Select(static file => file with { IsOwnCopy = true });
        return new Artifact(language.Id, [.. files], CommandTemplate.Run(language, $"/work/{language.SourceName}"));
    }
}
