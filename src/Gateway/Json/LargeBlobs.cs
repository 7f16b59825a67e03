using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Json;

/// <summary>
/// JSON whose long strings of bytes were left out, and where each belongs. A serializer writes a string of 16 MiB in one piece, up to six
/// times as long with escapes, before anybody can wait for the client to read; so these are written afterwards, bit by bit.
/// </summary>
internal sealed class LargeBlobs
{
    // Shorter ones stand in the JSON: 500 tests of them are a few megabytes with every byte escaped.
    private const int LongestInPlace = 1 << 10;

    // Converters can't be given anything but the writer; a serialization happens on one thread, from its start to its end.
    [ThreadStatic]
    private static LargeBlobs? _current;

    private readonly List<(long Offset, Blob Blob)> _places = [];

    /// <summary>The JSON, with an empty string for each blob that was left out.</summary>
    public ReadOnlyMemory<byte> Json { get; private set; }

    /// <summary>The blobs that were left out: after how many bytes of the JSON the empty string is that each stands for.</summary>
    public IReadOnlyList<(long Offset, Blob Blob)> Places => _places;

    /// <summary>Serializes a value without its long strings of bytes.</summary>
    public static LargeBlobs Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var result = new LargeBlobs();
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = type.Options.Encoder });
        _current = result;
        try
        {
            JsonSerializer.Serialize(writer, value, type);
        }
        finally
        {
            _current = null;
        }

        result.Json = json.WrittenMemory;
        return result;
    }

    /// <summary>Writes an empty string and remembers the place, where this thread serializes in this way and the blob is long.</summary>
    public static bool TryLeaveOut(Utf8JsonWriter writer, Blob blob)
    {
        if (_current is not { } current || blob.Length <= LongestInPlace)
            return false;
        writer.WriteStringValue(ReadOnlySpan<byte>.Empty);
        const int Quotes = 2;
        current._places.Add((writer.BytesCommitted + writer.BytesPending - Quotes, blob));
        return true;
    }
}
