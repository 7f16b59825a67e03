using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Json;

/// <summary>Writes JSON with many megabytes of bytes in it, never further ahead of its reader than the writer lets it.</summary>
internal static class StreamedJson
{
    private const int PieceLength = 64 << 10;

    /// <summary>Writes a value.</summary>
    /// <param name="output">Where to; its flushes wait for the reader.</param>
    /// <param name="value">What.</param>
    /// <param name="type">How; its options have a <see cref="BlobConverter"/>.</param>
    /// <param name="cancellationToken">The reader went away.</param>
    /// <exception cref="OperationCanceledException">The reader went away.</exception>
    public static async Task WriteAsync<T>(PipeWriter output, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var blobs = LargeBlobs.Serialize(value, type);
        var converter = type.Options.Converters.OfType<BlobConverter>().Single();
        var written = 0;
        foreach (var (offset, blob) in blobs.Places)
        {
            await WriteAsync(output, blobs.Json[written..(int)offset], cancellationToken);
            await WriteAsync(output, blob, converter, type.Options, cancellationToken);
            const int Quotes = 2;
            written = (int)offset + Quotes;
        }

        await WriteAsync(output, blobs.Json[written..], cancellationToken);
    }

    private static async Task WriteAsync(PipeWriter output, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        for (; json.Length > 0; json = json[Math.Min(json.Length, PieceLength)..])
        {
            output.Write(json.Span[..Math.Min(json.Length, PieceLength)]);
            await FlushAsync(output, cancellationToken);
        }
    }

    private static async Task WriteAsync(
        PipeWriter output, Blob blob, BlobConverter converter, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true });
        var bytes = blob.Memory;
        while (bytes.Length > BlobConverter.SegmentLength)
        {
            converter.WriteSegment(writer, bytes.Span[..BlobConverter.SegmentLength], isFinal: false);
            bytes = bytes[BlobConverter.SegmentLength..];
            writer.Flush();
            await FlushAsync(output, cancellationToken);
        }

        converter.WriteSegment(writer, bytes.Span, isFinal: true);
    }

    private static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        if ((await output.FlushAsync(cancellationToken)).IsCompleted)
            throw new OperationCanceledException("The client went away.");
    }
}
