using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.CFamily.Linking;

/// <summary>Finds out, once, with which of a compiler's linkers a small program is linked fastest.</summary>
internal sealed class LinkerProbe(IOptions<LanguagesOptions> languages, IOptions<CompileOptions> compile)
{
    private const string Source = "int main() { return 0; }\n";
    private const string ObjectName = "probe.o";
    private const string Work = "/work/";
    private const int Rounds = 3;

    /// <summary>
    /// The part of the compiler's own linker's time that another one may take at most. A small program shows less of a difference than a usual one: gold
    /// takes three quarters of bfd's time where it takes a third with streams.
    /// </summary>
    private const double OfOwn = 0.95;

    /// <summary>The part of the time of one before it in the list: that one is preferred for more than its speed.</summary>
    private const double OfPreferred = 0.5;

    /// <summary>The option of the fastest; null where the compiler's own is, or where something about it is odd.</summary>
    public async Task<string?> ChooseAsync(Language language, ISandbox sandbox, CancellationToken cancellationToken)
    {
        if (language.LinkerOptions.IsEmpty)
            return null;
        var standard = LanguageDialects.ValueOf(language, standard: null);
        await sandbox.PutAsync(new SandboxFile(SandboxFolder.Work, language.SourceName, Blob.FromText(Source)), cancellationToken);
        if (await TimeAsync(sandbox, CommandTemplate.Compile(language, standard, ["-c"], [language.SourceName], Work + ObjectName), cancellationToken) is null)
            return null;

        string?[] candidates = [null, .. language.LinkerOptions];
        var times = await FastestAsync(language, standard, candidates, sandbox, cancellationToken);
        if (times[0] is not { } own)
            return null;
        string? choice = null;
        var limit = own * OfOwn;
        foreach (var (option, measured) in candidates.Zip(times).Skip(1))
        {
            if (measured is not { } time)
                continue;
            if (time < limit)
                choice = option;
            if (time * OfPreferred < limit)
                limit = time * OfPreferred;
        }

        return choice;
    }

    /// <summary>The shortest time of each, in turn, so that what disturbs meets all of them; null for one that did not succeed every time.</summary>
    private async Task<TimeSpan?[]> FastestAsync(Language language, string standard, string?[] candidates, ISandbox sandbox, CancellationToken cancellationToken)
    {
        var fastest = new TimeSpan?[candidates.Length];
        Array.Fill(fastest, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                if (fastest[i] is not { } before)
                    continue;
                var time = await TimeAsync(sandbox, CommandTemplate.Compile(language, standard, Language.Arguments(candidates[i]), [ObjectName], Work + "probe"), cancellationToken);
                fastest[i] = time < before ? time : time is null ? null : before;
            }
        }

        return fastest;
    }

    /// <summary>
    /// The processor time of a command that succeeded without a word; null for any other. By the clock it would be luck: other sandboxes are started at the same
    /// time, and containers for the better part of a second.
    /// </summary>
    private async Task<TimeSpan?> TimeAsync(ISandbox sandbox, ImmutableArray<string> command, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec
        {
            Command = command,
            Environment = CompileOptions.Environment,
            Limits = compile.Value.ToLimits() with { WallTime = languages.Value.ProbeTimeout },
            KeepFiles = true,
        };
        var exit = await sandbox.RunAsync(spec, output: null, cancellationToken);
        return exit is { Reason: ExitReason.Ended, ExitCode: 0, Stdout.IsEmpty: true, Stderr.IsEmpty: true } ? exit.Usage.CpuTime : null;
    }
}
