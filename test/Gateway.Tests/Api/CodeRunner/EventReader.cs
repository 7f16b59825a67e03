using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>Reads a stream's events as lines: id, name and data.</summary>
internal sealed class EventReader(HttpResponseMessage response, Stream stream) : IDisposable
{
    private readonly IAsyncEnumerator<SseItem<string>> _items =
        SseParser.Create(stream, static (_, data) => Encoding.UTF8.GetString(data)).EnumerateAsync().GetAsyncEnumerator();

    public HttpResponseMessage Response => response;

    public async Task<string?> ReadAsync() => await _items.MoveNextAsync() ? Format(_items.Current) : null;

    public async Task<List<string>> ReadToEndAsync()
    {
        var all = new List<string>();
        while (await ReadAsync() is { } item)
            all.Add(item);
        return all;
    }

    public async Task<Dictionary<(int Test, string Stream), string>> ReadOutputAsync()
    {
        var output = new Dictionary<(int, string), string>();
        while (await _items.MoveNextAsync())
        {
            if (_items.Current.EventType != "output")
                continue;
            var data = JsonDocument.Parse(_items.Current.Data).RootElement;
            var key = (data.GetProperty("test").GetInt32(), data.GetProperty("stream").GetString()!);
            output[key] = output.GetValueOrDefault(key) + data.GetProperty("data").GetString();
            Assert.DoesNotContain('\uFFFD', output[key]);
        }

        return output;
    }

    public void Dispose() => response.Dispose();

    private static string Format(SseItem<string> item) => $"{item.EventId} {item.EventType} {item.Data}";
}
