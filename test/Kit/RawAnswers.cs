using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CodeRunner.Client;
using CodeRunner.Client.Json;

namespace CodeRunner.Kit;

/// <summary>For tests that look at answers as they are sent.</summary>
public static class RawAnswers
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A request's body, as the client writes it.</summary>
    public static HttpContent ToContent(this RunRequest request) =>
        new ByteArrayContent(ClientJson.Serialize(request)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Posts a submission, whatever the answer.</summary>
    public static async Task<HttpResponseMessage> PostRunAsync(this HttpClient http, RunRequest request)
    {
        using var content = request.ToContent();
        return await http.PostAsync(new Uri("/run", UriKind.Relative), content);
    }

    /// <summary>Cancels a submission, whatever the answer.</summary>
    public static Task<HttpResponseMessage> PostCancelAsync(this HttpClient http, Guid id) =>
        http.PostAsync(new Uri($"/cancel?id={id}", UriKind.Relative), content: null);

    /// <summary>The status of a submission that exists, word by word. It must be JSON in UTF-8.</summary>
    public static async Task<string> StatusTextAsync(this HttpClient http, Guid id)
    {
        using var response = await http.GetAsync(new Uri($"/status?id={id}", UriKind.Relative));
        var text = StrictUtf8.GetString(await response.Content.ReadAsByteArrayAsync());
        var type = response.Content.Headers.ContentType?.MediaType;
        return response.StatusCode == HttpStatusCode.OK && type == "application/json"
            ? text
            : throw new InvalidDataException($"{(int)response.StatusCode}, {type}: {text}");
    }

    /// <summary>A status that was sent.</summary>
    public static JobStatus ParseStatus(string text) =>
        JsonSerializer.Deserialize(text, ClientJson.Wire.JobStatus) ?? throw new InvalidDataException("The status is null.");
}
