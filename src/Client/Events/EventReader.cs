using System.Net.ServerSentEvents;
using System.Text.Json;
using CodeRunner.Client.Json;
using CodeRunner.Client.Transport;

namespace CodeRunner.Client.Events;

/// <summary>Reads one stream of events.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _gone = new();
    private readonly IAsyncEnumerator<SseItem<JobEvent?>> _items;

    private EventReader(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body, Parse).EnumerateAsync(_gone.Token).GetAsyncEnumerator(_gone.Token);
    }

    /// <summary>Reads an answer, which is this reader's from then on.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="silence">After how long without a byte the stream counts as broken.</param>
    /// <param name="time">The clock.</param>
    public static async Task<EventReader> OpenAsync(HttpResponseMessage response, TimeSpan silence, TimeProvider time) =>
        new(response, new WatchedStream(await response.Content.ReadAsStreamAsync(CancellationToken.None).ConfigureAwait(false), silence, time));

    /// <summary>The next event; none at the end, with the reason where the stream broke.</summary>
    public async Task<(JobEvent? Event, EngineUnreachableException? Broken)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static gone => ((CancellationTokenSource)gone!).Cancel(), _gone)
            .ConfigureAwait(false);
        try
        {
            while (await _items.MoveNextAsync().ConfigureAwait(false))
            {
                // A server that is newer may have events that this client doesn't know.
                if (_items.Current is { Data: { } data, EventId: var id })
                    return (data with { Id = id }, null);
            }

            return (null, null);
        }
        catch (Exception exception) when (Exchange.IsBroken(exception, cancellationToken))
        {
            return (null, new EngineUnreachableException($"The stream of events broke: {exception.Message}", exception));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First the response: a read that is under way ends with it.
        _response.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
        _gone.Dispose();
    }

    private static JobEvent? Parse(string type, ReadOnlySpan<byte> data)
    {
        try
        {
            return type switch
            {
                "state" => JsonSerializer.Deserialize(data, ClientJson.Wire.StateEvent),
                "progress" => JsonSerializer.Deserialize(data, ClientJson.Wire.JobProgress) is { } progress ? new ProgressEvent(progress) : null,
                "output" => JsonSerializer.Deserialize(data, ClientJson.Wire.OutputEvent),
                "test" => JsonSerializer.Deserialize(data, ClientJson.Wire.TestEvent),
                "missed" => JsonSerializer.Deserialize(data, ClientJson.Wire.MissedEvent),
                "result" => JsonSerializer.Deserialize(data, ClientJson.Wire.JobStatus) is { } status ? new ResultEvent(status) : null,
                _ => null,
            };
        }
        catch (JsonException exception)
        {
            throw new CodeRunnerException($"The event {type} is not understood: {exception.Message}", cause: exception);
        }
    }
}
