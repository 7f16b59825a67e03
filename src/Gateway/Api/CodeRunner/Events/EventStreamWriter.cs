using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Traffic;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Writes server-sent events. (The framework's own writer knows no comments, which the heartbeat is.)</summary>
internal sealed class EventStreamWriter(PacedWriter output, CancellationToken clientGone)
{
    /// <summary>Writes an event with a line of JSON as its data; without an id the client keeps the last.</summary>
    public async Task WriteAsync<T>(string name, T value, JsonTypeInfo<T> type, string? id)
    {
        AppendHead(name, id);
        await JsonSerializer.SerializeAsync(output, value, type, clientGone);
        Append("\n\n");
        await FlushAsync();
    }

    /// <summary>The same for the last event, which may have many megabytes, and which must be read at a minimum rate.</summary>
    public async Task WriteLastAsync<T>(string name, T value, JsonTypeInfo<T> type, string? id)
    {
        output.BeginAnswer();
        AppendHead(name, id);
        await StreamedJson.WriteAsync(output, value, type, clientGone);
        Append("\n\n");
        await FlushAsync();
    }

    /// <summary>Writes a comment, so that the connection isn't silent.</summary>
    public Task WriteHeartbeatAsync() => WriteCommentAsync("still here");

    /// <summary>Writes a comment, which is for people.</summary>
    public Task WriteCommentAsync(string comment)
    {
        Append($": {comment}\n\n");
        return FlushAsync();
    }

    private void AppendHead(string name, string? id)
    {
        var idLine = id is null ? string.Empty : $"id: {id}\n";
        Append($"{idLine}event: {name}\ndata: ");
    }

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);

    private async Task FlushAsync()
    {
        var result = await output.FlushAsync(clientGone);
        if (result.IsCompleted)
            throw new OperationCanceledException("The client went away.");
    }
}
