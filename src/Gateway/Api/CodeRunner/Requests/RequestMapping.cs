using System.Collections.Immutable;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Makes what the grains know of a request what <c>POST /run</c> takes.</summary>
internal static class RequestMapping
{
    /// <summary>The request as it can be posted again.</summary>
    public static RunRequest ToRunRequest(this SubmissionRequest request) => new()
    {
        Language = request.Language,
        Code = request.Code,
        Standard = request.Standard,
        Stdin = request.HasTests ? null : request.Tests[0].Stdin,
        Args = [.. request.Args],
        Files = [.. request.Files.Select(static file => new RunFile { Name = file.Path, Content = file.Content })],
        Sources = request.HasSources ? [.. request.Sources] : null,
        CompileOptions = [.. request.CompileOptions],
        Tests = request.HasTests ? [.. request.Tests.Select(ToRunTest)] : null,
        Checker = request.Checker.ToRunChecker(),
        StopOnFirstFailure = request.StopOnFirstFailure,
        Limits = request.Limits.ToRunLimits(request.Tests),
        Priority = RequestVocabulary.Priorities.First(word => word.Value == request.Lane).Key,
        Isolation = RequestVocabulary.Isolations.First(word => (word.Value == Isolation.Test) == (request.Isolation == Isolation.Test)).Key,
        ContentsRemoved = request.ContentsRemoved ? true : null,
    };

    private static RunTest ToRunTest(TestCase test) => new() { Name = test.Name, Stdin = test.Stdin, ExpectedOutput = test.ExpectedOutput };

    // Only the float checker has tolerances, and only it may be given some.
    private static RunChecker ToRunChecker(this Checker checker)
    {
        var isFloat = checker.Kind == CheckerKind.Float;
        return new RunChecker
        {
            Type = RequestVocabulary.Checkers.First(word => word.Value == checker.Kind).Key,
            AbsoluteTolerance = isFloat ? checker.AbsoluteTolerance : null,
            RelativeTolerance = isFloat ? checker.RelativeTolerance : null,
        };
    }

    // Where each test has its own output limit by what it expects, one for all would not be the same request.
    private static RunLimits ToRunLimits(this Limits limits, ImmutableArray<TestCase> tests) =>
        limits.OutputIsDefault && tests.Any(static test => test.ExpectedOutput is not null)
            ? RunLimits.Of(limits) with { OutputBytes = null }
            : RunLimits.Of(limits);
}
