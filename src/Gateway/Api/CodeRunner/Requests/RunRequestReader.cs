using System.Globalization;
using System.Text.Json;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>Reads the body of <c>POST /run</c>. What it says about types and names, <see cref="RunRequestValidator"/> says about values.</summary>
internal static class RunRequestReader
{
    private const string KnownFields =
        "language, code, stdin, args, files, sources, standard, compileOptions, tests, checker, stopOnFirstFailure, limits, priority and isolation";

    private delegate T ElementReader<out T>(ref StrictJsonReader json);

    /// <summary>Reads the request and notes what is wrong with it; null when the document itself is broken.</summary>
    public static RunRequest? Read(ReadOnlySpan<byte> body, TextEncoding encoding, LimitsOptions limits, FieldProblems problems)
    {
        var json = new StrictJsonReader(body, encoding == TextEncoding.Base64, problems);
        try
        {
            json.Begin();
            var request = ReadRequest(ref json, limits, problems);
            json.End();
            return request;
        }
        catch (JsonException exception)
        {
            problems.Add(json.Path, DescribeBroken(body, exception));
            return null;
        }
    }

    private static RunRequest ReadRequest(ref StrictJsonReader json, LimitsOptions limits, FieldProblems problems)
    {
        var request = new RunRequest();
        if (!json.BeginObject(out var seen))
            return request;
        while (json.NextProperty(seen, out var name))
        {
            switch (name)
            {
                case "language": request = request with { Language = json.ReadString() }; break;
                case "code": request = request with { Code = json.ReadBlob() }; break;
                case "stdin": request = request with { Stdin = json.ReadBlob() }; break;
                case "args": request = request with { Args = ReadArray(ref json, limits.MaxArgs, problems, ReadText) }; break;
                case "files": request = request with { Files = ReadArray(ref json, limits.MaxFiles, problems, ReadFile) }; break;
                case "sources": request = request with { Sources = ReadArray(ref json, limits.MaxFiles, problems, ReadText) }; break;
                case "standard": request = request with { Standard = json.ReadString() }; break;
                case "compileOptions": request = request with { CompileOptions = ReadArray(ref json, limits.MaxCompileOptions, problems, ReadText) }; break;
                case "tests": request = request with { Tests = ReadArray(ref json, limits.MaxTests, problems, ReadTest) }; break;
                case "checker": request = request with { Checker = ReadChecker(ref json) }; break;
                case "stopOnFirstFailure": request = request with { StopOnFirstFailure = json.ReadBoolean() }; break;
                case "limits": request = request with { Limits = ReadLimits(ref json) }; break;
                case "priority": request = request with { Priority = json.ReadString() }; break;
                case "isolation": request = request with { Isolation = json.ReadString() }; break;
                case "contentsRemoved": request = request with { ContentsRemoved = json.ReadBoolean() }; break;
                default: json.Unknown(KnownFields); break;
            }

            json.EndProperty();
        }

        return request;
    }

    // Elements beyond the bound are counted but not kept: a body of commas must not become a list of objects.
    private static List<T>? ReadArray<T>(ref StrictJsonReader json, int maximum, FieldProblems problems, ElementReader<T> read)
    {
        if (!json.BeginArray())
            return null;
        var elements = new List<T>();
        var count = 0;
        for (; json.NextElement(count); count++)
        {
            if (count < maximum)
                elements.Add(read(ref json));
            else
                json.Skip();
            json.EndElement();
        }

        if (count > maximum)
            problems.Add(json.Path, string.Create(CultureInfo.InvariantCulture, $"must have at most {maximum} elements, not {count}"));
        return elements;
    }

    private static string? ReadText(ref StrictJsonReader json) => json.ReadString();

    private static RunFile ReadFile(ref StrictJsonReader json)
    {
        var file = new RunFile();
        if (!json.BeginObject(out var seen))
            return file;
        while (json.NextProperty(seen, out var name))
        {
            switch (name)
            {
                case "name": file = file with { Name = json.ReadString() }; break;
                case "content": file = file with { Content = json.ReadBlob() }; break;
                default: json.Unknown("name and content"); break;
            }

            json.EndProperty();
        }

        return file;
    }

    private static RunTest ReadTest(ref StrictJsonReader json)
    {
        var test = new RunTest();
        if (!json.BeginObject(out var seen))
            return test;
        while (json.NextProperty(seen, out var name))
        {
            switch (name)
            {
                case "name": test = test with { Name = json.ReadString() }; break;
                case "stdin": test = test with { Stdin = json.ReadBlob() }; break;
                case "expectedOutput": test = test with { ExpectedOutput = json.ReadBlob() }; break;
                default: json.Unknown("name, stdin and expectedOutput"); break;
            }

            json.EndProperty();
        }

        return test;
    }

    private static RunChecker? ReadChecker(ref StrictJsonReader json)
    {
        if (json.IsString)
            return new RunChecker { Type = json.ReadString(), TypePath = json.Path };
        var checker = new RunChecker();
        if (!json.BeginObject(out var seen, "a string or an object"))
            return null;
        while (json.NextProperty(seen, out var name))
        {
            switch (name)
            {
                case "type": checker = checker with { Type = json.ReadString() }; break;
                case "absoluteTolerance": checker = checker with { AbsoluteTolerance = json.ReadNumber() }; break;
                case "relativeTolerance": checker = checker with { RelativeTolerance = json.ReadNumber() }; break;
                default: json.Unknown("type, absoluteTolerance and relativeTolerance"); break;
            }

            json.EndProperty();
        }

        return checker;
    }

    private static RunLimits ReadLimits(ref StrictJsonReader json)
    {
        var limits = new RunLimits();
        if (!json.BeginObject(out var seen))
            return limits;
        while (json.NextProperty(seen, out var name))
        {
            switch (name)
            {
                case "cpuTimeMs": limits = limits with { CpuTimeMs = json.ReadInteger() }; break;
                case "wallTimeMs": limits = limits with { WallTimeMs = json.ReadInteger() }; break;
                case "totalWallTimeMs": limits = limits with { TotalWallTimeMs = json.ReadInteger() }; break;
                case "memoryBytes": limits = limits with { MemoryBytes = json.ReadInteger() }; break;
                case "stackBytes": limits = limits with { StackBytes = json.ReadInteger() }; break;
                case "outputBytes": limits = limits with { OutputBytes = json.ReadInteger() }; break;
                case "processes": limits = limits with { Processes = json.ReadInteger() }; break;
                default: json.Unknown("cpuTimeMs, wallTimeMs, totalWallTimeMs, memoryBytes, stackBytes, outputBytes and processes"); break;
            }

            json.EndProperty();
        }

        return limits;
    }

    private static string DescribeBroken(ReadOnlySpan<byte> body, JsonException exception)
    {
        if (body.IsEmpty)
            return "must be a JSON object, not empty";
        const string PositionMark = " LineNumber:";
        var end = exception.Message.IndexOf(PositionMark, StringComparison.Ordinal);
        var reason = (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.');
        var position = string.Create(CultureInfo.InvariantCulture, $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        return $"is not valid JSON at {position}: {reason}";
    }
}
