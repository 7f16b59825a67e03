using System.Globalization;
using System.Text.Json;
using CodeRunner.Contracts.Languages;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>A request with nothing wrong in it.</summary>
/// <param name="Request">What was sent.</param>
/// <param name="Language">The language that it means.</param>
/// <param name="Standard">The standard that it means, and the compile options that are left.</param>
internal sealed record ValidRequest(RunRequest Request, LanguageInfo Language, StandardChoice Standard);

/// <summary>Reads the body of <c>POST /run</c> by the table of its fields, and notes everything that is wrong with it.</summary>
internal sealed class RunRequestReader(ILanguageDirectory languages, IOptions<GatewayOptions> options)
{
    private readonly LimitsOptions _limits = options.Value.Limits;

    /// <summary>Reads the request; null when something is wrong with it, or was before.</summary>
    public ValidRequest? Read(ReadOnlySpan<byte> body, TextEncoding encoding, FieldProblems problems)
    {
        if (Parse(body, encoding, problems) is not { } request)
            return null;
        var check = new RequestCheck(request, languages, _limits, problems);
        RunRequestFields.Request.Check(request, check);
        return problems.IsEmpty && check is { Language: { } language, Standard: { } standard } ? new(request, language, standard) : null;
    }

    // Null when the document itself is broken.
    private RunRequest? Parse(ReadOnlySpan<byte> body, TextEncoding encoding, FieldProblems problems)
    {
        var json = new StrictJsonReader(body, encoding == TextEncoding.Base64, problems);
        try
        {
            json.Begin();
            var request = RunRequestFields.Request.Read(ref json, _limits);
            json.End();
            return request;
        }
        catch (JsonException exception)
        {
            problems.Add(json.Path, DescribeBroken(body, exception));
            return null;
        }
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
