using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using CodeRunner.Contracts;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using Microsoft.OpenApi;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>
/// The fields of <c>POST /run</c>: the one place that says of each how it is read, what it may be, and how it is described. What
/// a field means beside others is a rule of <see cref="RunRequestRules"/>. The limits have a table of their own, <see cref="RunLimits.Fields"/>.
/// </summary>
internal static class RunRequestFields
{
    /// <summary>The largest tolerance of the float checker.</summary>
    public const double MaxTolerance = 1e9;

    private delegate T ElementReader<out T>(ref StrictJsonReader json, LimitsOptions limits);

    /// <summary>A file beside the main source.</summary>
    public static RequestObject<RunFile> File { get; } = new(
        new("name", static (file, ref json, _) => file with { Name = json.ReadString() })
        {
            IsRequired = true,
            Note = static limits => $"From 1 to {limits.MaxFileNameBytes} bytes.",
            Describe = static (schema, _) => schema.With(static own => own.MinLength = 1),
        },
        new("content", static (file, ref json, _) => file with { Content = json.ReadBlob() }) { IsRequired = true });

    /// <summary>A run of the program.</summary>
    public static RequestObject<RunTest> Test { get; } = new(
        new("name", static (test, ref json, _) => test with { Name = json.ReadString() })
        {
            Note = static limits => $"From 1 to {limits.MaxTestNameBytes} bytes.",
            Describe = static (schema, _) => schema.With(static own => own.MinLength = 1),
        },
        new("stdin", static (test, ref json, _) => test with { Stdin = json.ReadBlob() }),
        new("expectedOutput", static (test, ref json, _) => test with { ExpectedOutput = json.ReadBlob() }));

    /// <summary>A checker with its settings.</summary>
    public static RequestObject<RunChecker> Checker { get; } = new(
        new("type", static (checker, ref json, _) => checker with { Type = json.ReadString() })
        {
            IsRequired = true,
            Check = RunRequestRules.CheckCheckerType,
            Describe = static (schema, _) => schema.With(static own => own.Enum = Words(RequestVocabulary.Checkers)),
        },
        Tolerance(
            "absoluteTolerance",
            static checker => checker.AbsoluteTolerance,
            static (checker, value) => checker with { AbsoluteTolerance = value }),
        Tolerance(
            "relativeTolerance",
            static checker => checker.RelativeTolerance,
            static (checker, value) => checker with { RelativeTolerance = value }));

    /// <summary>The whole request.</summary>
    public static RequestObject<RunRequest> Request { get; } = new(
        // Standard and compile options are looked at with the language, which says what they may be.
        new("language", static (request, ref json, _) => request with { Language = json.ReadString() })
        {
            IsRequired = true,
            Check = RunRequestRules.CheckLanguage,
        },
        new("code", static (request, ref json, _) => request with { Code = json.ReadBlob() })
        {
            IsRequired = true,
            Check = RunRequestRules.CheckCode,
            Note = static limits => $"From 1 to {limits.MaxCodeBytes} bytes ({new ByteSize(limits.MaxCodeBytes)}).",
        },
        new("stdin", static (request, ref json, _) => request with { Stdin = json.ReadBlob() }),
        List("args", static limits => limits.MaxArgs, ReadText, static (request, list) => request with { Args = list }) with
        {
            Check = RunRequestRules.CheckArgs,
            Note = static limits => $"Together at most {limits.MaxArgsBytes} bytes ({new ByteSize(limits.MaxArgsBytes)}).",
        },
        List("files", static limits => limits.MaxFiles, File.Read, static (request, list) => request with { Files = list }) with
        {
            Check = RunRequestRules.CheckFiles,
        },
        List("sources", static limits => limits.MaxFiles, ReadText, static (request, list) => request with { Sources = list }) with
        {
            Check = RunRequestRules.CheckSources,
        },
        new("standard", static (request, ref json, _) => request with { Standard = json.ReadString() }),
        List("compileOptions", static limits => limits.MaxCompileOptions, ReadText, static (request, list) => request with { CompileOptions = list }),
        List("tests", static limits => limits.MaxTests, Test.Read, static (request, list) => request with { Tests = list }, fewest: 1) with
        {
            Check = RunRequestRules.CheckTests,
        },
        new("checker", static (request, ref json, limits) => request with { Checker = ReadChecker(ref json, limits) })
        {
            Check = RunRequestRules.CheckChecker,
            Describe = static (schema, _) => new OpenApiSchema
            {
                Description = schema.Description,
                OneOf = [new OpenApiSchema { Type = JsonSchemaType.String, Enum = Words(RequestVocabulary.Checkers) }, schema],
                Default = "lines",
            },
        },
        new("stopOnFirstFailure", static (request, ref json, _) => request with { StopOnFirstFailure = json.ReadBoolean() })
        {
            Describe = static (schema, _) => schema.With(static own => own.Default = false),
        },
        new("limits", static (request, ref json, limits) => request with { Limits = RunLimits.Fields.Read(ref json, limits) })
        {
            Check = static (request, check) => RunLimits.Fields.Check(request.Limits ?? new(), check),
        },
        Word(
            "priority",
            RequestVocabulary.Priorities,
            "interactive",
            static request => request.Priority,
            static (request, word) => request with { Priority = word }),
        Word(
            "isolation",
            RequestVocabulary.Isolations,
            "submission",
            static request => request.Isolation,
            static (request, word) => request with { Isolation = word }),
        new("contentsRemoved", static (request, ref json, _) => request with { ContentsRemoved = json.ReadBoolean() })
        {
            IsHidden = true,
            Check = RunRequestRules.CheckContentsRemoved,
        });

    private static RequestField<RunRequest> List<T>(
        string name, Func<LimitsOptions, int> most, ElementReader<T> read, Func<RunRequest, List<T>?, RunRequest> set, int? fewest = null) =>
        new(name, (request, ref json, limits) => set(request, ReadList(ref json, limits, most(limits), read)))
        {
            Describe = (schema, limits) => schema.With(own => (own.MinItems, own.MaxItems) = (fewest, most(limits))),
        };

    private static RequestField<RunRequest> Word<T>(
        string name, FrozenDictionary<string, T> words, string leftOut, Func<RunRequest, string?> get, Func<RunRequest, string?, RunRequest> set) =>
        new(name, (request, ref json, _) => set(request, json.ReadString()))
        {
            Check = (request, check) =>
            {
                if (get(request) is { } word && !words.ContainsKey(word))
                    check.Add(name, $"must be one of {RequestVocabulary.List(words.Keys)}, not {RequestCheck.Echo(word)}");
            },
            Describe = (schema, _) => schema.With(own => (own.Enum, own.Default) = (Words(words), leftOut)),
        };

    private static RequestField<RunChecker> Tolerance(string name, Func<RunChecker, double?> get, Func<RunChecker, double?, RunChecker> set) =>
        new(name, (checker, ref json, _) => set(checker, json.ReadNumber()))
        {
            Check = (checker, check) => RunRequestRules.CheckTolerance(checker, $"checker.{name}", get(checker), check),
            Describe = static (schema, _) => schema.With(static own =>
            {
                own.Minimum = "0";
                own.Maximum = MaxTolerance.ToString("0", CultureInfo.InvariantCulture);
                own.Default = Contracts.Submissions.Checker.DefaultTolerance;
            }),
        };

    // Elements beyond the bound are counted but not kept: a body of commas must not become a list of objects.
    private static List<T>? ReadList<T>(ref StrictJsonReader json, LimitsOptions limits, int most, ElementReader<T> read)
    {
        if (!json.BeginArray())
            return null;
        var elements = new List<T>();
        var count = 0;
        for (; json.NextElement(count); count++)
        {
            if (count < most)
                elements.Add(read(ref json, limits));
            else
                json.Skip();
            json.EndElement();
        }

        if (count > most)
            json.Note(string.Create(CultureInfo.InvariantCulture, $"must have at most {most} elements, not {count}"));
        return elements;
    }

    private static string? ReadText(ref StrictJsonReader json, LimitsOptions _) => json.ReadString();

    // The checker itself may be the type's name.
    private static RunChecker? ReadChecker(ref StrictJsonReader json, LimitsOptions limits) => json.IsString
        ? new RunChecker { Type = json.ReadString(), TypePath = json.Path }
        : Checker.TryRead(ref json, limits, "a string or an object");

    private static List<JsonNode> Words<T>(FrozenDictionary<string, T> words) => [.. words.Keys.Order()];
}
