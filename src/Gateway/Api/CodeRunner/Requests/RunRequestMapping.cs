using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Makes a valid request what intake takes, every default filled in.</summary>
internal static class RunRequestMapping
{
    /// <summary>The request as the grains know it.</summary>
    public static SubmissionRequest ToContract(this ValidRequest valid, LimitsOptions options, string client)
    {
        var request = valid.Request;
        return new()
        {
            Language = valid.Language.Id,
            Code = request.Code ?? throw Unvalidated(),
            Files = [.. (request.Files ?? []).Select(static file => new SubmittedFile(file.Name ?? throw Unvalidated(), file.Content ?? throw Unvalidated()))],
            HasSources = request.Sources is not null,
            Sources = [.. (request.Sources ?? []).Select(static name => name ?? throw Unvalidated())],
            Standard = valid.Standard.Dialect?.Id ?? valid.Language.DefaultStandard,
            CompileOptions = valid.Standard.Options,
            Args = [.. (request.Args ?? []).Select(static argument => argument ?? throw Unvalidated())],
            Tests = request.ToTests(),
            HasTests = request.Tests is not null,
            Checker = request.Checker.ToContract(),
            StopOnFirstFailure = request.StopOnFirstFailure ?? false,
            Limits = (request.Limits ?? new()).ToAsked().Fill(options),
            Lane = request.Priority is null ? Lane.Interactive : RequestVocabulary.Priorities[request.Priority],
            Isolation = request.Isolation is null ? Isolation.Submission : RequestVocabulary.Isolations[request.Isolation],
            Client = client,
        };
    }

    private static ImmutableArray<TestCase> ToTests(this RunRequest request) => request.Tests is null
        ? [new TestCase(DefaultTestName(0), request.Stdin ?? Blob.Empty, null)]
        : [.. request.Tests.Select(static (test, index) => new TestCase(test.Name ?? DefaultTestName(index), test.Stdin ?? Blob.Empty, test.ExpectedOutput))];

    private static string DefaultTestName(int index) => $"test {index + 1}";

    private static Checker ToContract(this RunChecker? checker) => checker?.Type is not { } type
        ? Checker.Default
        : new Checker(
            RequestVocabulary.Checkers[type],
            checker.AbsoluteTolerance ?? Checker.DefaultTolerance,
            checker.RelativeTolerance ?? Checker.DefaultTolerance);

    private static InvalidOperationException Unvalidated() => new("The request was not validated.");
}
