using System.Collections.Immutable;
using System.Globalization;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox.Judging;
using CodeRunner.Sandbox.Languages;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Running;

/// <summary>What came of a compile.</summary>
/// <param name="Result">What the user is told.</param>
/// <param name="Program">The compiled program; only when it succeeded.</param>
internal sealed record Compilation(CompileResult Result, Blob Program);

/// <summary>Compiles a submission in a sandbox of its own, which is gone when the program is out of it.</summary>
internal sealed class Compiler(ISandboxPool pool, IOptions<CompileOptions> options)
{
    private const string WorkFolder = "/work/";
    private const string OutputName = "program";

    /// <summary>Compiles <paramref name="request"/>. What the user did wrong is a result, what the sandbox did an exception.</summary>
    public async Task<Compilation> CompileAsync(Language language, SubmissionRequest request, CancellationToken cancellationToken)
    {
        var output = FreeName(language, request.Files);
        await using var sandbox = await pool.RentAsync(SandboxStage.Compile, language.Id, cancellationToken);
        foreach (var file in Sources(language, request))
            await sandbox.PutAsync(file, cancellationToken);

        var exit = await sandbox.RunAsync(Command(language, request, output), output: null, cancellationToken);
        var problem = Problem(exit);
        if (problem is not null || exit.ExitCode is not 0)
            return Failed(exit, problem);

        var maximum = new ByteSize(options.Value.Artifact);
        return await sandbox.GetAsync(output, maximum, cancellationToken) is { } program
            ? new Compilation(Result(exit, succeeded: true, message: null), program)
            : Failed(exit, $"the compiler left no program of at most {maximum}");
    }

    /// <summary>The main source and the files beside it.</summary>
    public static IEnumerable<SandboxFile> Sources(Language language, SubmissionRequest request) => request.Files
        .Select(file => new SandboxFile(SandboxFolder.Work, file.Path, file.Content))
        .Prepend(new SandboxFile(SandboxFolder.Work, language.SourceName, request.Code));

    private ProcessSpec Command(Language language, SubmissionRequest request, string output)
    {
        var standard = language.Standards.FirstOrDefault(standard => standard.Id == (request.Standard ?? language.DefaultStandard));
        var sources = request.Files
            .Select(file => file.Path)
            .Where(path => language.SourceExtensions.Any(extension => path.EndsWith(extension, StringComparison.Ordinal)))
            .Prepend(language.SourceName);
        return new ProcessSpec
        {
            Command = CommandTemplate.Compile(language, standard?.Value ?? "", request.CompileOptions, sources, WorkFolder + output),
            Environment = CompileOptions.Environment,
            Limits = options.Value.ToLimits(),
            KeepFiles = true,
        };
    }

    // The user's files can't be written to, so the compiler's output must not have the name of one, or of a folder of theirs.
    private static string FreeName(Language language, ImmutableArray<SubmittedFile> files)
    {
        var taken = files.Select(file => file.Path.Split('/')[0]).Append(language.SourceName).ToHashSet(StringComparer.Ordinal);
        var name = OutputName;
        while (taken.Contains(name))
            name += '_';
        return name;
    }

    // The driver survives the compiler proper: one that was killed for its memory shows as a driver that exits with 1 or 4. So the
    // limits come first here too.
    private string? Problem(ProcessExit exit)
    {
        var value = options.Value;
        var limits = new Limits(
            value.CpuTime, value.WallTime, new ByteSize(value.Memory), new ByteSize(value.Diagnostics), value.Processes);
        if (Verdicts.LimitMessage(exit, limits) is var (_, message))
            return $"the compiler was stopped: {message}";
        if (exit.Signal is { } signal)
            return $"the compiler was ended by {Signals.Name(signal)}";
        return exit.ExitCode is not 0 && exit.Stdout.IsEmpty && exit.Stderr.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"the compiler exited with status {exit.ExitCode} and said nothing")
            : null;
    }

    private Compilation Failed(ProcessExit exit, string? message) => new(Result(exit, succeeded: false, message), Blob.Empty);

    private CompileResult Result(ProcessExit exit, bool succeeded, string? message)
    {
        var maximum = (int)options.Value.Diagnostics;
        byte[] said = [.. exit.Stdout.Span, .. exit.Stderr.Span];
        var isCut = exit.StdoutTruncated || exit.StderrTruncated || said.Length > maximum;
        return new CompileResult(succeeded, new Blob(said.Length > maximum ? said[..maximum] : said), isCut, exit.Usage, message);
    }
}
