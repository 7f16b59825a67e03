using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CodeRunner.EndToEnd.Tests.Http;

/// <summary>One server-sent event.</summary>
/// <param name="Id">Its number; null where it has none.</param>
/// <param name="Type">For example <c>output</c>.</param>
/// <param name="Data">What it says.</param>
internal sealed record EngineEvent(string? Id, string Type, JsonElement Data);

internal static class EventStream
{
    /// <summary>All events of a submission as they come, until the server ends the stream.</summary>
    /// <param name="client">Whom to ask.</param>
    /// <param name="id">Which submission.</param>
    /// <param name="lastEventId">The last event already seen; null for all.</param>
    public static async IAsyncEnumerable<EngineEvent> EventsAsync(this EngineClient client, Guid id, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events?id={id}");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync();
        await foreach (var item in SseParser.Create(body).EnumerateAsync())
        {
            using var data = JsonDocument.Parse(item.Data);
            yield return new EngineEvent(item.EventId, item.EventType, data.RootElement.Clone());
        }
    }
}
