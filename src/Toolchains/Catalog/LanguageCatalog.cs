using System.Collections.Frozen;
using System.Collections.Immutable;
using CodeRunner.Sandbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CodeRunner.Toolchains.Catalog;

/// <summary>Finds out, in the sandbox, which of the configured languages work on this machine.</summary>
public sealed partial class LanguageCatalog(IOptions<LanguagesOptions> options, LanguageProbe probe, ILogger<LanguageCatalog> logger)
    : ILanguageCatalog
{
    private Content _content = new([], FrozenDictionary<string, InstalledLanguage>.Empty);

    /// <inheritdoc/>
    public ImmutableArray<InstalledLanguage> Languages => Volatile.Read(ref _content).Languages;

    /// <inheritdoc/>
    public InstalledLanguage? Find(string nameOrAlias) => Volatile.Read(ref _content).ByName.GetValueOrDefault(nameOrAlias);

    /// <summary>Fills the catalog; until then it is empty. A language that doesn't work is left out, with a warning.</summary>
    /// <exception cref="InvalidOperationException">No language works; the message says what to install.</exception>
    /// <exception cref="SandboxException">The sandbox itself failed.</exception>
    public async Task InitializeAsync(ISandboxPool pool, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        var entries = LanguageEntries.Of(options.Value);
        var installed = ImmutableArray.CreateBuilder<InstalledLanguage>();
        List<string> failures = [];
        foreach (var language in entries)
        {
            var outcome = await probe.ProbeAsync(language, pool, cancellationToken);
            if (outcome.Installed is { } works)
            {
                LogInstalled(language.Id, works.Version, string.Join(", ", works.Language.Standards.Select(standard => standard.Id)), works.LinkerOption ?? "its own");
                installed.Add(works);
            }
            else
            {
                LogLeftOut(language.Id, outcome.Problem);
                failures.Add($"{language.Id} ({outcome.Problem})");
            }
        }

        if (installed.Count == 0)
            throw new InvalidOperationException(Nothing(entries, failures));
        Volatile.Write(ref _content, new Content(installed.ToImmutable(), Index(installed)));
    }

    private static FrozenDictionary<string, InstalledLanguage> Index(IEnumerable<InstalledLanguage> languages) => languages
        .SelectMany(installed => installed.Language.Aliases.Prepend(installed.Language.Id), (installed, name) => (installed, name))
        .ToFrozenDictionary(entry => entry.name, entry => entry.installed, StringComparer.OrdinalIgnoreCase);

    private static string Nothing(ImmutableArray<Language> entries, List<string> failures)
    {
        if (entries.IsEmpty)
            return $"No language is configured; see the section {LanguagesOptions.Section} of the settings.";
        var programs = entries.Select(language => language.VersionCommand[0]).Distinct();
        return $"No language works on this machine: {string.Join("; ", failures)}. Install at least one of {string.Join(", ", programs)}; "
            + "on Debian or Ubuntu: apt-get install g++";
    }

    [LoggerMessage(LogLevel.Information, "Language {Language} works: {Version}; standards: {Standards}; linker: {Linker}")]
    private partial void LogInstalled(string language, string version, string standards, string linker);

    [LoggerMessage(LogLevel.Warning, "Language {Language} is left out: {Problem}")]
    private partial void LogLeftOut(string language, string problem);

    private sealed record Content(ImmutableArray<InstalledLanguage> Languages, FrozenDictionary<string, InstalledLanguage> ByName);
}
