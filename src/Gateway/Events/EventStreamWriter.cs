using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeRunner.Gateway.Events;

/// <summary>Writes server-sent events. (The framework's own writer knows no comments, which the heartbeat is.)</summary>
internal sealed class EventStreamWriter(PipeWriter output, CancellationToken clientGone)
{
    /// <summary>Writes an event with a line of JSON as its data; without an id the client keeps the last.</summary>
    public async Task WriteAsync<T>(string name, T value, JsonTypeInfo<T> type, string? id)
    {
        var idLine = id is null ? string.Empty : $"id: {id}\n";
        Append($"{idLine}event: {name}\ndata: ");
        await JsonSerializer.SerializeAsync(output, value, type, clientGone);
        Append("\n\n");
        await FlushAsync();
    }

    /// <summary>Writes a comment, so that the connection isn't silent.</summary>
    public Task WriteHeartbeatAsync()
    {
        Append(": still here\n\n");
        return FlushAsync();
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);

    private async Task FlushAsync()
    {
        var result = await output.FlushAsync(clientGone);
        if (result.IsCompleted)
            throw new OperationCanceledException("The client went away.");
    }
}
