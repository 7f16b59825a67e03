using System.Collections.Immutable;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Makes a valid request what intake takes, every default filled in.</summary>
internal static class RunRequestMapping
{
    /// <summary>The request as the grains know it.</summary>
    /// <exception cref="InvalidOperationException">The request was not validated.</exception>
    public static SubmissionRequest ToContract(
        this RunRequest request, LanguageInfo language, LimitsOptions options, string client)
    {
        var standard = language.ChooseStandard(request.Standard, [.. (request.CompileOptions ?? []).Select(static option => option ?? throw Unvalidated())]);
        return new()
        {
            Language = language.Id,
            Code = request.Code ?? throw Unvalidated(),
            Files = [.. (request.Files ?? []).Select(static file => new SubmittedFile(file.Name ?? throw Unvalidated(), file.Content ?? throw Unvalidated()))],
            HasSources = request.Sources is not null,
            Sources = [.. (request.Sources ?? []).Select(static name => name ?? throw Unvalidated())],
            Standard = standard.Dialect?.Id ?? language.DefaultStandard,
            CompileOptions = standard.Options,
            Args = [.. (request.Args ?? []).Select(static argument => argument ?? throw Unvalidated())],
            Tests = request.ToTests(),
            HasTests = request.Tests is not null,
            Checker = request.Checker.ToContract(),
            StopOnFirstFailure = request.StopOnFirstFailure ?? false,
            Limits = (request.Limits ?? new()).ToContract(options),
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

    private static Limits ToContract(this RunLimits limits, LimitsOptions options)
    {
        var bounds = LimitBounds.From(options);
        var cpu = limits.CpuTimeMs ?? bounds.CpuTimeMs.Default;
        var wall = limits.WallTimeMs ?? Math.Min(cpu * options.WallTimeFactor, bounds.WallTimeMs.Max);
        var memory = new ByteSize(limits.MemoryBytes ?? bounds.MemoryBytes.Default);
        return new Limits(
            TimeSpan.FromMilliseconds(cpu),
            TimeSpan.FromMilliseconds(wall),
            memory,
            new ByteSize(limits.OutputBytes ?? bounds.OutputBytes.Default),
            (int)(limits.Processes ?? bounds.Processes.Default),
            limits.StackBytes is { } stack ? new ByteSize(stack) : memory,
            new ByteSize(bounds.OutputBytes.Max),
            OutputIsDefault: limits.OutputBytes is null,
            TotalWallTime: TimeSpan.FromMilliseconds(limits.TotalWallTimeMs ?? bounds.TotalWallTimeMs.Default));
    }

    private static InvalidOperationException Unvalidated() => new("The request was not validated.");
}
