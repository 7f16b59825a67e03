using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Linking;

/// <summary>Finds out, once, whether a compiler has its <see cref="Language.LibrariesAsNeeded"/>: with one that isn't installed nothing at all could be linked.</summary>
internal sealed class LibraryProbe(IOptions<LanguagesOptions> languages, IOptions<CompileOptions> compile)
{
    private const string Source = "int main() { return 0; }\n";

    /// <summary>The libraries of a language that can be linked; all of them or none.</summary>
    public async Task<ImmutableArray<string>> FindAsync(Language language, ISandbox sandbox, CancellationToken cancellationToken)
    {
        if (language.LibrariesAsNeeded.IsEmpty || language.CompileCommand.IsEmpty)
            return [];
        // Each probe of the sandbox has files of its own, as none can be replaced.
        var name = $"needed{Path.GetExtension(language.SourceName)}";
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Work, name, Blob.FromText(Source)), cancellationToken);
        var spec = new ProcessSpec
        {
            Command = CommandTemplate.Compile(language, LanguageDialects.ValueOf(language, standard: null), [], [name], "/work/needed"),
            Environment = CompileOptions.Environment,
            Limits = compile.Value.ToLimits() with { WallTime = languages.Value.ProbeTimeout },
            KeepFiles = true,
        };
        var exit = await sandbox.RunAsync(spec, output: null, cancellationToken);
        return exit is { Reason: ExitReason.Ended, ExitCode: 0, Stdout.IsEmpty: true, Stderr.IsEmpty: true } ? language.LibrariesAsNeeded : [];
    }
}
