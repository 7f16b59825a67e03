using System.Net.Http.Headers;

namespace CodeRunner.Client.Transport;

/// <summary>Builds requests.</summary>
internal static class Requests
{
    private static readonly MediaTypeHeaderValue _json = new("application/json");

    /// <summary>Adds a header; none where there is no value.</summary>
    public static HttpRequestMessage With(this HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    /// <summary>Adds a body.</summary>
    public static HttpRequestMessage WithJson(this HttpRequestMessage request, byte[] body)
    {
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = _json } };
        return request;
    }
}
