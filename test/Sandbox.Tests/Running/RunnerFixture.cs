using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox.Judging;
using CodeRunner.Sandbox.Languages;
using CodeRunner.Sandbox.Running;
using CodeRunner.Sandbox.Tests.Diagnostics;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Tests.Running;

/// <summary>A runner over a fake pool, and requests for it.</summary>
internal sealed class RunnerFixture
{
    public static readonly Limits Limits =
        new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6), ByteSize.FromMiB(256), ByteSize.FromMiB(1), 64);

    public FakeSandboxPool Pool { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public CompileOptions Compile { get; } = new();

    public RunOptions Run { get; } = new();

    public JudgingOptions Judging { get; } = new();

    public Language? Language { get; set; }

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
        new Compiler(Pool, Options.Create(Compile)),
        Options.Create(Run),
        Options.Create(Judging),
        Instruments.Create());

    public Task<SubmissionResult> RunAsync(SubmissionRequest request, CancellationToken cancellationToken = default) =>
        CreateRunner().RunAsync(request, Observer, cancellationToken);

    private sealed class FakeCatalog(ImmutableArray<Language> languages) : ILanguageCatalog
    {
        public ImmutableArray<InstalledLanguage> Languages { get; } =
            [.. languages.Select(language => new InstalledLanguage(language, "1.0"))];

        public InstalledLanguage? Find(string nameOrAlias) => Languages.FirstOrDefault(entry => entry.Language.Id == nameOrAlias);
    }
}
