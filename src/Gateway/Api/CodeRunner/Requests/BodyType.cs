using CodeRunner.Gateway.Api.CodeRunner.Errors;
using Microsoft.Net.Http.Headers;

namespace CodeRunner.Gateway.Api.CodeRunner.Requests;

/// <summary>What a body must say that it is.</summary>
internal static class BodyType
{
    private const string Unencoded = "identity";

    /// <summary>What is wrong with how the body is written; null where it is plain JSON in UTF-8.</summary>
    public static Problem? Check(HttpRequest request)
    {
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length > 0 && !encoding.Equals(Unencoded, StringComparison.OrdinalIgnoreCase))
            return new Problem(StatusCodes.Status415UnsupportedMediaType, "Content-Encoding must be left out: the body must not be compressed.");
        return IsJson(request) ? null : new Problem(StatusCodes.Status415UnsupportedMediaType, "The body must be JSON in UTF-8: Content-Type: application/json.");
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}
