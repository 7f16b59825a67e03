using System.Globalization;
using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Says everything that is wrong with a request's values, each with its field and bounds. It changes nothing.</summary>
internal sealed class RunRequestValidator(ILanguageDirectory languages, IOptions<GatewayOptions> options)
{
    /// <summary>The largest tolerance of the float checker.</summary>
    public const double MaxTolerance = 1e9;

    private const int MaxEchoLength = 40;

    private readonly LimitsOptions _options = options.Value.Limits;
    private readonly LimitBounds _bounds = LimitBounds.From(options.Value.Limits);

    /// <summary>Notes what is wrong. A field that already has a problem is left alone, as its value is not what was sent.</summary>
    public void Validate(RunRequest request, FieldProblems problems)
    {
        var language = ValidateLanguage(request, problems);
        ValidateCode(request, problems);
        ValidateArgs(request.Args ?? [], problems);
        ValidateFiles(request.Files ?? [], language, problems);
        ValidateSources(request, language, problems);
        ValidateTests(request, problems);
        ValidateChecker(request.Checker, problems);
        ValidateLimits(request.Limits ?? new(), request.Tests?.Count ?? 1, problems);
        if (request.Priority is { } priority && !RequestVocabulary.Priorities.ContainsKey(priority))
            problems.Add("priority", $"must be one of {RequestVocabulary.List(RequestVocabulary.Priorities.Keys)}, not {Echo(priority)}");
        if (request.Isolation is { } isolation && !RequestVocabulary.Isolations.ContainsKey(isolation))
            problems.Add("isolation", $"must be one of {RequestVocabulary.List(RequestVocabulary.Isolations.Keys)}, not {Echo(isolation)}");
        if (request.ContentsRemoved == true)
            problems.Add("contentsRemoved", "must be left out or false: this request's inputs were removed after its run, and have to be given again");
    }

    private LanguageInfo? ValidateLanguage(RunRequest request, FieldProblems problems)
    {
        if (request.Language is not { } name)
        {
            Require("language", problems);
            return null;
        }

        var language = languages.Find(name);
        if (language is null)
        {
            var known = RequestVocabulary.List(languages.Languages.Select(static known => known.Id));
            problems.Add("language", $"must be one of {known}, not {Echo(name)}");
            return null;
        }

        ValidateCompileOptions(request.CompileOptions ?? [], language, problems);
        ValidateStandard(request, language, problems);
        return language;
    }

    private static void ValidateStandard(RunRequest request, LanguageInfo language, FieldProblems problems)
    {
        if (request.Standard is not null && language.Standards.IsEmpty)
        {
            problems.Add("standard", $"must be left out, as {language.Id} has no standards to choose from");
            return;
        }

        IReadOnlyList<string> options = [.. (request.CompileOptions ?? []).Select(static option => option ?? string.Empty)];
        var choice = language.ChooseStandard(request.Standard, options);
        if (choice.Problem is not { } problem)
            return;
        if (choice.Option is { } index)
            problems.Add($"compileOptions[{index}]", $"{Echo(options[index])} {problem}");
        else
            problems.Add("standard", $"{problem}, not {Echo(request.Standard ?? string.Empty)}");
    }

    private static void ValidateCompileOptions(IReadOnlyList<string?> given, LanguageInfo language, FieldProblems problems)
    {
        for (var index = 0; index < given.Count; index++)
        {
            if (given[index] is { } option && StandardChoice.NameIn(option, language.StandardOption) is null && !language.Allows(option))
                problems.Add($"compileOptions[{index}]", $"{Echo(option)} is not an option that {language.Id} allows; GET /languages lists the patterns");
        }
    }

    private void ValidateCode(RunRequest request, FieldProblems problems)
    {
        if (request.Code is not { } code)
            Require("code", problems);
        else if (code.IsEmpty || code.Length > _options.MaxCodeBytes)
            problems.Add("code", $"must have from 1 to {_options.MaxCodeBytes} bytes ({new ByteSize(_options.MaxCodeBytes)}), not {code.Length}");
    }

    private void ValidateArgs(IReadOnlyList<string?> args, FieldProblems problems)
    {
        for (var index = 0; index < args.Count; index++)
        {
            if (args[index]?.Contains('\0', StringComparison.Ordinal) == true)
                problems.Add($"args[{index}]", "must not hold a NUL, as no argument of a process can");
        }

        var size = args.Sum(static argument => Encoding.UTF8.GetByteCount(argument ?? string.Empty));
        if (size > _options.MaxArgsBytes)
            problems.Add("args", $"must have at most {_options.MaxArgsBytes} bytes ({new ByteSize(_options.MaxArgsBytes)}) together, not {size}");
    }

    private void ValidateFiles(IReadOnlyList<RunFile> files, LanguageInfo? language, FieldProblems problems)
    {
        var names = new string?[files.Count];
        for (var index = 0; index < files.Count; index++)
        {
            var path = $"files[{index}]";
            if (problems.Has(path))
                continue;
            if (files[index].Content is null)
                Require($"{path}.content", problems);
            if (files[index].Name is not { } name)
                Require($"{path}.name", problems);
            else if (FileNames.Check(name, _options.MaxFileNameBytes) is { } problem)
                problems.Add($"{path}.name", problem);
            else
                names[index] = name;
        }

        foreach (var (index, problem) in FileNames.FindClashes(names, language?.SourceName ?? string.Empty))
            problems.Add($"files[{index}].name", problem);
    }

    private static void ValidateSources(RunRequest request, LanguageInfo? language, FieldProblems problems)
    {
        // Where there are too many, that is what is wrong with them.
        var sources = problems.Has("sources") ? [] : request.Sources ?? [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < sources.Count; index++)
        {
            if (sources[index] is not { } name)
                continue;
            if (name != language?.SourceName && (request.Files ?? []).All(file => file.Name != name))
                problems.Add($"sources[{index}]", $"must be the name of one of the files, not {Echo(name)}");
            else if (!seen.Add(name))
                problems.Add($"sources[{index}]", $"must not be listed twice: {Echo(name)}");
        }
    }

    private void ValidateTests(RunRequest request, FieldProblems problems)
    {
        if (request.Tests is not { } tests)
            return;
        if (tests.Count == 0)
            problems.Add("tests", $"must have from 1 to {_options.MaxTests} elements, not 0; leave it out for one run without an expected output");
        if (request.Stdin is not null)
            problems.Add("stdin", "must be left out when there are tests, as each test has its own");
        for (var index = 0; index < tests.Count; index++)
        {
            if (tests[index].Name is not { } name)
                continue;
            var length = Encoding.UTF8.GetByteCount(name);
            if (length == 0 || length > _options.MaxTestNameBytes)
                problems.Add($"tests[{index}].name", $"must have from 1 to {_options.MaxTestNameBytes} bytes, not {length}");
            else if (name.Any(char.IsControl))
                problems.Add($"tests[{index}].name", "must not hold a NUL or another control character");
        }
    }

    private static void ValidateChecker(RunChecker? checker, FieldProblems problems)
    {
        if (checker is null || problems.Has("checker"))
            return;
        if (checker.Type is not { } type)
        {
            Require("checker.type", problems);
            return;
        }

        if (!RequestVocabulary.Checkers.ContainsKey(type))
            problems.Add(checker.TypePath, $"must be one of {RequestVocabulary.List(RequestVocabulary.Checkers.Keys)}, not {Echo(type)}");
        ValidateTolerance("checker.absoluteTolerance", checker.AbsoluteTolerance, type, problems);
        ValidateTolerance("checker.relativeTolerance", checker.RelativeTolerance, type, problems);
    }

    private static void ValidateTolerance(string path, double? tolerance, string type, FieldProblems problems)
    {
        if (tolerance is not { } value)
            return;
        if (type != RequestVocabulary.FloatChecker)
            problems.Add(path, $"must be left out unless the checker is {RequestVocabulary.FloatChecker}");
        else if (value is not (>= 0 and <= MaxTolerance))
            problems.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be from 0 to {MaxTolerance:0}"));
    }

    private void ValidateLimits(RunLimits limits, int tests, FieldProblems problems)
    {
        ValidateLimit("limits.cpuTimeMs", limits.CpuTimeMs, _bounds.CpuTimeMs, problems);
        ValidateLimit("limits.wallTimeMs", limits.WallTimeMs, _bounds.WallTimeMs, problems);
        ValidateLimit("limits.totalWallTimeMs", limits.TotalWallTimeMs, _bounds.TotalWallTimeMs, problems);
        ValidateTotal(limits, tests, problems);
        ValidateLimit("limits.memoryBytes", limits.MemoryBytes, _bounds.MemoryBytes, problems);
        ValidateLimit("limits.stackBytes", limits.StackBytes, _bounds.StackBytes, problems);
        ValidateLimit("limits.outputBytes", limits.OutputBytes, _bounds.OutputBytes, problems);
        ValidateLimit("limits.processes", limits.Processes, _bounds.Processes, problems);
    }

    /// <summary>Who asks for so much a test that all of them can't fit is told now, unless the request itself says when they end together.</summary>
    private void ValidateTotal(RunLimits limits, int tests, FieldProblems problems)
    {
        const string Path = "limits.wallTimeMs";
        if (limits is not { WallTimeMs: > 0 and var each, TotalWallTimeMs: null } || problems.Has(Path) || tests <= _bounds.TotalWallTimeMs.Max / each)
            return;
        problems.Add(Path, string.Create(
            CultureInfo.InvariantCulture,
            $"must be at most {_bounds.TotalWallTimeMs.Max / tests} with {tests} tests, as all tests together may take at most {_bounds.TotalWallTimeMs.Max} ms; or set limits.totalWallTimeMs, at which they end"));
    }

    private static void ValidateLimit(string path, long? value, Bounds bounds, FieldProblems problems)
    {
        if (value is { } given && !bounds.Contain(given))
            problems.Add(path, bounds.Describe(given));
    }

    private static void Require(string path, FieldProblems problems)
    {
        if (!problems.Has(path) && !problems.Has(Json.FieldPath.Root))
            problems.Add(path, "is required");
    }

    // The client's own words, short enough for a sentence.
    private static string Echo(string text) => text.Length <= MaxEchoLength ? $"'{text}'" : $"'{text.AsSpan(0, MaxEchoLength)}...'";
}
