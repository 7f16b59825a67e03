using System.Collections.Immutable;
using System.Globalization;
using CodeRunner.Contracts.Languages;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;
using CodeRunner.Toolchains.Building;
using CodeRunner.Toolchains.Catalog;
using Microsoft.Extensions.Options;

namespace CodeRunner.Judging.Runs;

/// <summary>One sandbox for the compile, a fresh one for the runs; only the program passes between them, as bytes.</summary>
internal sealed class SubmissionRunner(
    ISandboxPool pool, ILanguageCatalog catalog, ICompiler compiler, IOptions<RunOptions> run, IOptions<JudgingOptions> judging, JudgingInstruments instruments)
    : ISubmissionRunner
{
    /// <inheritdoc/>
    public async Task<SubmissionResult> RunAsync(SubmissionRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        var installed = Require(ref request);
        var language = installed.Language;
        Compilation? compilation = null;
        if (!language.CompileCommand.IsEmpty)
        {
            observer.OnProgress(0, request.Tests.Length);
            compilation = await compiler.CompileAsync(installed, request, cancellationToken);
            if (!compilation.Result.Succeeded)
                return Refused(compilation.Result);
            observer.OnCompiled(compilation.Result);
        }

        var artifact = compilation is null ? Artifact.OfSources(language, request) : Artifact.OfProgram(language, request, compilation.Program);
        var budget = new OutputBudget(judging.Value);
        var tests = await new TestRuns(pool, request, artifact, run.Value, budget, observer).RunAsync(cancellationToken);
        foreach (var test in tests)
            instruments.Tested(test, language.Id);
        return Judged(request, compilation?.Result, tests);
    }

    // The request was accepted, so what this machine can't do is not the user's fault: another silo may have what is missing here.
    private InstalledLanguage Require(ref SubmissionRequest request)
    {
        var installed = catalog.Find(request.Language)
            ?? throw new SandboxException($"The language \"{request.Language}\" does not work on this machine.");
        var language = installed.Language;
        var choice = StandardChoice.Of(LanguageDialects.Of(language), LanguageDialects.OptionOf(language), request.Standard, request.CompileOptions);
        if (choice.Problem is not null)
            throw new SandboxException(Unknown(language, request, choice));
        request = request with { Standard = choice.Dialect?.Id ?? language.DefaultStandard, CompileOptions = choice.Options };
        var filter = LanguageOptions.Allowed(language);
        if (choice.Options.FirstOrDefault(option => !filter.Allows(option)) is { } refused)
            throw new SandboxException($"The settings of this machine do not allow the compile option \"{refused}\".");
        return installed;
    }

    private static string Unknown(Language language, SubmissionRequest request, StandardChoice choice) => choice.Option is { } index
        ? $"The {language.Name} compiler of this machine does not take \"{request.CompileOptions[index]}\": it {choice.Problem}."
        : $"The {language.Name} compiler of this machine does not know the standard \"{request.Standard}\".";

    private static SubmissionResult Refused(CompileResult compile) =>
        new() { Verdict = Verdict.CompileError, Compile = compile, Message = compile.Message };

    private static SubmissionResult Judged(SubmissionRequest request, CompileResult? compile, ImmutableArray<TestResult> tests)
    {
        var failed = tests.FirstOrDefault(test => test.Verdict != Verdict.Accepted);
        var message = failed?.Message;
        if (failed is not null && message is not null && request.HasTests)
            message = string.Create(CultureInfo.InvariantCulture, $"test {tests.IndexOf(failed) + 1}: {message}");
        return new SubmissionResult { Verdict = failed?.Verdict ?? Verdict.Accepted, Compile = compile, Tests = tests, Message = message };
    }
}
