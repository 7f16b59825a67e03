using System.Collections.Immutable;
using System.Text;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily.Linking;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>What came of probing a language: it works, or what the problem is.</summary>
/// <param name="Installed">The language as it works here; null when it doesn't.</param>
/// <param name="Problem">Why it doesn't work; empty when it does.</param>
public sealed record ProbeOutcome(InstalledLanguage? Installed, string Problem);

/// <summary>Asks a language's own programs, in one compile sandbox, for their version and for the standards they know.</summary>
public sealed class LanguageProbe(IOptions<LanguagesOptions> languages, IOptions<CompileOptions> compile)
{
    private const int MaximumVersionLength = 200;
    private readonly LinkerProbe _linkers = new(languages, compile);
    private readonly LibraryProbe _libraries = new(languages, compile);

    /// <summary>Runs the version command, then a probe a standard.</summary>
    public async Task<ProbeOutcome> ProbeAsync(Language language, ISandboxPool pool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(language);
        ArgumentNullException.ThrowIfNull(pool);
        await using var sandbox = await pool.RentAsync(SandboxStage.Compile, language.Id, cancellationToken);
        var exit = await RunAsync(sandbox, language.VersionCommand, cancellationToken);
        if (!Succeeded(exit))
            return new ProbeOutcome(null, $"{string.Join(' ', language.VersionCommand)}: {Describe(exit)}");

        var standards = await KnownStandardsAsync(language, sandbox, cancellationToken);
        if (standards.IsEmpty && !language.Standards.IsEmpty)
            return new ProbeOutcome(null, "the compiler knows none of the standards");

        // A compiler that is too old for the default standard gets the newest one that it knows.
        var works = language with { Standards = standards };
        if (LanguageDialects.ValueOf(works, standard: null).Length == 0 && !standards.IsEmpty)
            works = works with { DefaultStandard = standards[^1].Id };
        works = works with { LibrariesAsNeeded = await _libraries.FindAsync(works, sandbox, cancellationToken) };
        var linker = await _linkers.ChooseAsync(works, sandbox, cancellationToken);
        return new ProbeOutcome(new InstalledLanguage(works, FirstLine(exit)) { LinkerOption = linker }, "");
    }

    private async Task<ImmutableArray<LanguageStandard>> KnownStandardsAsync(
        Language language, ISandbox sandbox, CancellationToken cancellationToken)
    {
        var known = ImmutableArray.CreateBuilder<LanguageStandard>();
        foreach (var standard in language.Standards)
        {
            if (known.Any(other => other.Id == standard.Id))
                continue;
            if (language.StandardProbe.IsEmpty
                || Succeeded(await RunAsync(sandbox, CommandTemplate.Probe(language, standard), cancellationToken)))
            {
                known.Add(standard);
            }
        }

        return known.ToImmutable();
    }

    private Task<ProcessExit> RunAsync(ISandbox sandbox, ImmutableArray<string> command, CancellationToken cancellationToken)
    {
        var limits = compile.Value.ToLimits();
        var spec = new ProcessSpec
        {
            Command = command,
            Environment = CompileOptions.Environment,
            Limits = limits with { WallTime = languages.Value.ProbeTimeout },
        };
        return sandbox.RunAsync(spec, output: null, cancellationToken);
    }

    private static bool Succeeded(ProcessExit exit) => exit is { Reason: ExitReason.Ended, ExitCode: 0 };

    private static string Describe(ProcessExit exit) => exit switch
    {
        { Reason: not ExitReason.Ended } => $"went over its limit ({exit.Reason})",
        { Signal: { } signal } => $"was ended by {Signals.Name(signal)}",
        _ => $"ended with status {exit.ExitCode}",
    };

    private static string FirstLine(ProcessExit exit)
    {
        // Some compilers print their version to stderr.
        var text = exit.Stdout.IsEmpty ? exit.Stderr.Span : exit.Stdout.Span;
        var end = text.IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(end < 0 ? text : text[..end]).Trim();
        return line.Length <= MaximumVersionLength ? line : line[..MaximumVersionLength];
    }
}
