using System.Collections.Immutable;
using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Languages;

/// <summary>What the silos say that they can run: asked for until there is an answer, and now and then after that.</summary>
internal sealed partial class LanguageDirectory(
    EngineGrains grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<LanguageDirectory> logger)
    : BackgroundService, ILanguageDirectory
{
    // While no silo is known, or the one that answers still tries its compilers. The gateway isn't ready before.
    private static readonly TimeSpan _whileEmpty = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private ImmutableArray<LanguageDescription> _described = [];
    private ImmutableArray<LanguageInfo> _languages = [];

    /// <inheritdoc/>
    public ImmutableArray<LanguageInfo> Languages => _languages;

    /// <inheritdoc/>
    public LanguageInfo? Find(string nameOrAlias) =>
        Languages.FirstOrDefault(language => language.IsNamed(nameOrAlias));

    /// <summary>Takes what a silo says. One that has nothing to say, as it has just started, changes nothing.</summary>
    internal void Take(ImmutableArray<LanguageDescription> described)
    {
        // Compared by what they hold, as the patterns of the present ones are compiled.
        if (described.IsEmpty || described.Select(Text).SequenceEqual(_described.Select(Text)))
            return;
        _described = described;
        _languages = [.. described.Select(ToInfo)];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Take(await grains.Get<ILanguagesGrain>(0).GetAsync().WaitAsync(_patience, time, stoppingToken));
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotKnown(exception);
            }

            await Task.Delay(_languages.IsEmpty ? _whileEmpty : options.Value.LanguageRefreshPeriod, time, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Text(LanguageDescription language) => string.Join(
        '\n',
        [language.Id, language.Name, language.Version, language.DefaultStandard ?? "", language.SourceName, .. language.Aliases, "", .. language.Standards, "", .. language.CompileOptions,
            "", language.StandardOption ?? "", .. Dialects(language).Select(static dialect => $"{dialect.Id} {dialect.Standard} {dialect.Value} {string.Join(' ', dialect.Names)}")]);

    private static LanguageInfo ToInfo(LanguageDescription language) => new()
    {
        Id = language.Id,
        Name = language.Name,
        Aliases = language.Aliases,
        Version = language.Version,
        Standards = language.Standards,
        DefaultStandard = language.DefaultStandard,
        CompileOptions = language.CompileOptions,
        SourceName = language.SourceName,
        Dialects = Dialects(language) is { IsEmpty: false } dialects ? [.. dialects.Select(DialectInfo.Of)] : null,
        StandardOption = language.StandardOption,
    };

    // A silo of an older version says nothing of them.
    private static ImmutableArray<StandardDescription> Dialects(LanguageDescription language) => language.Dialects.IsDefault ? [] : language.Dialects;

    [LoggerMessage(Level = LogLevel.Debug, Message = "No silo says which languages it has.")]
    private partial void LogNotKnown(Exception exception);
}
