using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.CFamily;
using CodeRunner.Toolchains.CFamily.Preambles;
using CodeRunner.Toolchains.Cache;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Tests.Shared;

/// <summary>A runner over a fake pool, and requests for it.</summary>
internal sealed class RunnerFixture
{
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static readonly Limits Limits =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64);

    public FakeSandboxPool Pool { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public CompileOptions Compile { get; } = new();

    public RunOptions Run { get; } = new();

    public CompileCacheOptions Cache { get; } = new() { Enabled = false };

    public JudgingOptions Judging { get; } = new();

    public Language? Language { get; set; }

    /// <summary>The cache of the last runner.</summary>
    public ArtifactStore? Store { get; private set; }

    public static SubmissionRequest Request(params TestCase[] tests) => new()
    {
        Language = "cpp",
        Code = Blob.FromText("int main() {}"),
        Standard = "20",
        Tests = tests.Length == 0 ? [Test(expected: null)] : [.. tests],
        HasTests = tests.Length > 0,
        Limits = Limits,
        Client = "test",
    };

    public static TestCase Test(string? expected, string stdin = "", string name = "t") =>
        new(name, Blob.FromText(stdin), expected is null ? null : Blob.FromText(expected));

    public static SubmittedFile File(string path, string content = "x") => new(path, Blob.FromText(content));

    public ISubmissionRunner CreateRunner() => new SubmissionRunner(
        Pool,
        new FakeCatalog(Language is null ? BuiltInLanguages.All : [Language]),
        CreateCompiler(),
        Options.Create(Run),
        Options.Create(Judging),
        new JudgingInstruments(Meters));

    public Task<SubmissionResult> RunAsync(SubmissionRequest request, CancellationToken cancellationToken = default) =>
        CreateRunner().RunAsync(request, Observer, cancellationToken);

    private CachedCompiler CreateCompiler()
    {
        var folder = new PreambleFolder(Options.Create(new PreambleOptions { Enabled = false }), NullLogger<PreambleFolder>.Instance);
        var store = new PreambleStore(folder, Options.Create(new PreambleOptions()), NullLogger<PreambleStore>.Instance);
        var queue = new PreambleQueue(new PreambleQueueBounds(Waiting: 1, IdleUses: 1, BusyUses: 1), TimeProvider.System);
        var instruments = new ToolchainInstruments(Meters);
        var catalog = new PreambleCatalog(new NoStarter(), store, queue, instruments, TimeProvider.System, NullLogger<PreambleCatalog>.Instance);
        var compiler = new Compiler(Pool, catalog, queue, Options.Create(Compile));
        Store = new ArtifactStore(Options.Create(Cache), NullLogger<ArtifactStore>.Instance);
        return new CachedCompiler(compiler, Store, catalog, instruments, Options.Create(Compile));
    }

    private sealed class NoStarter : ISandboxStarter
    {
        public string Description => "none";

        public string Toolchain => string.Empty;

        public bool SharesFolder => false;

        public bool StartsAreCostly => false;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public SandboxSpec SpecOf(SandboxStage stage, string language) => new(stage);

        public Task<IWarmSandbox> StartAsync(SandboxSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class FakeCatalog(ImmutableArray<Language> languages) : ILanguageCatalog
    {
        public ImmutableArray<InstalledLanguage> Languages { get; } =
            [.. languages.Select(language => new InstalledLanguage(language, "1.0"))];

        public InstalledLanguage? Find(string nameOrAlias) => Languages.FirstOrDefault(entry => entry.Language.Id == nameOrAlias);
    }
}
