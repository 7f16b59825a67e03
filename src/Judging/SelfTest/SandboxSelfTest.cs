using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Runs;
using CodeRunner.Sandbox;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Toolchains.Catalog;

namespace CodeRunner.Judging.SelfTest;

/// <summary>
/// Runs a few probes the way every submission runs: compiler, sandbox, limits, judge. A machine that keeps one promise less
/// than the others must not take work.
/// </summary>
public sealed class SandboxSelfTest(ISubmissionRunner runner, ILanguageCatalog languages) : IStartupStep
{
    private const string Source = "CodeRunner.Judging.SelfTest.probe.c";
    private const string SourceLanguage = "c";
    private const string Passed = "ok\n";

    private static readonly Limits Limits = new(
        TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5), ByteSize.FromMiB(64), ByteSize.FromKiB(64), Processes: 32);

    private static readonly (string Name, Verdict[] Expected)[] Probes =
    [
        ("hello", [Verdict.Accepted]), ("namespaces", [Verdict.Accepted]), ("identity", [Verdict.Accepted]), ("calls", [Verdict.Accepted]),
        ("network", [Verdict.Accepted]), ("files", [Verdict.Accepted]), ("limits", [Verdict.Accepted]), ("processes", [Verdict.Accepted]),
        ("filters", [Verdict.Accepted]),
        // Where buffers are charged to the sandbox, filling them ends it.
        ("udp", [Verdict.Accepted, Verdict.MemoryLimitExceeded]), ("tcp", [Verdict.Accepted, Verdict.MemoryLimitExceeded]),
        ("spin", [Verdict.TimeLimitExceeded]), ("memory", [Verdict.MemoryLimitExceeded]),
    ];

    /// <summary>Runs all probes.</summary>
    /// <returns>What is wrong, a sentence each; empty when all is well.</returns>
    /// <exception cref="SandboxException">The sandbox failed altogether.</exception>
    public async Task<ImmutableArray<string>> RunAsync(CancellationToken cancellationToken)
    {
        if (languages.Find(SourceLanguage) is null)
            return ["The sandbox can't be tested without a C compiler. Install it: apt-get install gcc libc6-dev"];
        var result = await runner.RunAsync(Request(), Silent.Instance, cancellationToken);
        if (result.Compile is { Succeeded: false } compile)
            return [$"The probe of the sandbox does not compile: {compile.Message} {compile.Output}"];
        return [.. Probes.Zip(result.Tests, Problem).OfType<string>()];
    }

    private static string? Problem((string Name, Verdict[] Expected) probe, TestResult result)
    {
        if (probe.Expected.Contains(result.Verdict))
            return null;
        var said = result.Stdout.IsEmpty ? result.Message : result.Stdout.ToString().Trim();
        return $"The sandbox fails the probe \"{probe.Name}\": {result.Verdict} instead of {string.Join(" or ", probe.Expected)} ({said}).";
    }

    private static SubmissionRequest Request() => new()
    {
        Language = SourceLanguage,
        Code = ReadSource(),
        Tests = [.. Probes.Select(static probe => new TestCase(probe.Name, Blob.FromText(probe.Name), Blob.FromText(Passed)))],
        HasTests = true,
        Checker = new Checker(CheckerKind.Exact),
        Limits = Limits,
        Client = "self-test",
    };

    private static Blob ReadSource()
    {
        using var stream = typeof(SandboxSelfTest).Assembly.GetManifestResourceStream(Source)
            ?? throw new InvalidOperationException($"{Source} is not in the assembly.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new Blob(memory.ToArray());
    }

    private sealed class Silent : IRunObserver
    {
        public static readonly Silent Instance = new();

        public void OnProgress(int test, int tests)
        {
        }

        public void OnOutput(int test, OutputStream stream, ReadOnlySpan<byte> data)
        {
        }

        public void OnTestFinished(int test, TestResult result)
        {
        }
    }
}
