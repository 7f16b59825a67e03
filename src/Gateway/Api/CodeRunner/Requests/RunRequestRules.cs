using System.Text;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Languages;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>What a table can't say of the fields of a request: rules between them. Each says what is wrong with its field and bounds.</summary>
internal static class RunRequestRules
{
    /// <summary>Finds the language, and what it says of standard and options.</summary>
    public static void CheckLanguage(RunRequest request, RequestCheck check)
    {
        if (request.Language is not { } name)
        {
            check.Require("language");
            return;
        }

        check.Language = check.Languages.Find(name);
        if (check.Language is not { } language)
        {
            var known = RequestVocabulary.List(check.Languages.Languages.Select(static known => known.Id));
            check.Add("language", $"must be one of {known}, not {RequestCheck.Echo(name)}");
            return;
        }

        CheckCompileOptions(request.CompileOptions ?? [], language, check);
        CheckStandard(request, language, check);
    }

    public static void CheckCode(RunRequest request, RequestCheck check)
    {
        var most = check.Limits.MaxCodeBytes;
        if (request.Code is not { } code)
            check.Require("code");
        else if (code.IsEmpty || code.Length > most)
            check.Add("code", $"must have from 1 to {most} bytes ({new ByteSize(most)}), not {code.Length}");
    }

    public static void CheckArgs(RunRequest request, RequestCheck check)
    {
        var args = request.Args ?? [];
        for (var index = 0; index < args.Count; index++)
        {
            if (args[index]?.Contains('\0', StringComparison.Ordinal) == true)
                check.Add($"args[{index}]", "must not hold a NUL, as no argument of a process can");
        }

        var most = check.Limits.MaxArgsBytes;
        var size = args.Sum(static argument => Encoding.UTF8.GetByteCount(argument ?? string.Empty));
        if (size > most)
            check.Add("args", $"must have at most {most} bytes ({new ByteSize(most)}) together, not {size}");
    }

    public static void CheckFiles(RunRequest request, RequestCheck check)
    {
        var files = request.Files ?? [];
        var names = new string?[files.Count];
        for (var index = 0; index < files.Count; index++)
        {
            var path = $"files[{index}]";
            if (check.Has(path))
                continue;
            if (files[index].Content is null)
                check.Require($"{path}.content");
            if (files[index].Name is not { } name)
                check.Require($"{path}.name");
            else if (FileNames.Check(name, check.Limits.MaxFileNameBytes) is { } problem)
                check.Add($"{path}.name", problem);
            else
                names[index] = name;
        }

        foreach (var (index, problem) in FileNames.FindClashes(names, check.Language?.SourceName ?? string.Empty))
            check.Add($"files[{index}].name", problem);
    }

    public static void CheckSources(RunRequest request, RequestCheck check)
    {
        // Where there are too many, that is what is wrong with them.
        var sources = check.Has("sources") ? [] : request.Sources ?? [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < sources.Count; index++)
        {
            if (sources[index] is not { } name)
                continue;
            if (name != check.Language?.SourceName && (request.Files ?? []).All(file => file.Name != name))
                check.Add($"sources[{index}]", $"must be the name of one of the files, not {RequestCheck.Echo(name)}");
            else if (!seen.Add(name))
                check.Add($"sources[{index}]", $"must not be listed twice: {RequestCheck.Echo(name)}");
        }
    }

    public static void CheckTests(RunRequest request, RequestCheck check)
    {
        if (request.Tests is not { } tests)
            return;
        if (tests.Count == 0)
            check.Add("tests", $"must have from 1 to {check.Limits.MaxTests} elements, not 0; leave it out for one run without an expected output");
        if (request.Stdin is not null)
            check.Add("stdin", "must be left out when there are tests, as each test has its own");
        var most = check.Limits.MaxTestNameBytes;
        for (var index = 0; index < tests.Count; index++)
        {
            if (tests[index].Name is not { } name)
                continue;
            var length = Encoding.UTF8.GetByteCount(name);
            if (length == 0 || length > most)
                check.Add($"tests[{index}].name", $"must have from 1 to {most} bytes, not {length}");
            else if (name.Any(char.IsControl))
                check.Add($"tests[{index}].name", "must not hold a NUL or another control character");
        }
    }

    public static void CheckChecker(RunRequest request, RequestCheck check)
    {
        if (request.Checker is { } checker && !check.Has("checker"))
            RunRequestFields.Checker.Check(checker, check);
    }

    public static void CheckCheckerType(RunChecker checker, RequestCheck check)
    {
        if (checker.Type is not { } type)
            check.Require("checker.type");
        else if (!RequestVocabulary.Checkers.ContainsKey(type))
            check.Add(checker.TypePath, $"must be one of {RequestVocabulary.List(RequestVocabulary.Checkers.Keys)}, not {RequestCheck.Echo(type)}");
    }

    public static void CheckTolerance(RunChecker checker, string path, double? tolerance, RequestCheck check)
    {
        if (checker.Type is not { } type || tolerance is not { } value)
            return;
        if (type != RequestVocabulary.FloatChecker)
            check.Add(path, $"must be left out unless the checker is {RequestVocabulary.FloatChecker}");
        else if (value is not (>= 0 and <= RunRequestFields.MaxTolerance))
            check.Add(path, FormattableString.Invariant($"must be from 0 to {RunRequestFields.MaxTolerance:0}"));
    }

    public static void CheckContentsRemoved(RunRequest request, RequestCheck check)
    {
        if (request.ContentsRemoved == true)
            check.Add("contentsRemoved", "must be left out or false: this request's inputs were removed after its run, and have to be given again");
    }

    private static void CheckCompileOptions(IReadOnlyList<string?> given, LanguageInfo language, RequestCheck check)
    {
        for (var index = 0; index < given.Count; index++)
        {
            if (given[index] is { } option && StandardChoice.NameIn(option, language.StandardOption) is null && !language.Allows(option))
            {
                check.Add(
                    $"compileOptions[{index}]",
                    $"{RequestCheck.Echo(option)} is not an option that {language.Id} allows; GET /languages lists the patterns");
            }
        }
    }

    private static void CheckStandard(RunRequest request, LanguageInfo language, RequestCheck check)
    {
        if (request.Standard is not null && language.Standards.IsEmpty)
        {
            check.Add("standard", $"must be left out, as {language.Id} has no standards to choose from");
            return;
        }

        IReadOnlyList<string> options = [.. (request.CompileOptions ?? []).Select(static option => option ?? string.Empty)];
        var choice = language.ChooseStandard(request.Standard, options);
        if (choice.Problem is not { } problem)
            check.Standard = choice;
        else if (choice.Option is { } index)
            check.Add($"compileOptions[{index}]", $"{RequestCheck.Echo(options[index])} {problem}");
        else
            check.Add("standard", $"{problem}, not {RequestCheck.Echo(request.Standard ?? string.Empty)}");
    }
}
