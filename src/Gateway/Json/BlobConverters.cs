using System.Text.Json;
using System.Text.Json.Serialization;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Json;

/// <summary>Bytes as a JSON string of their text; what is not UTF-8 shows as U+FFFD.</summary>
internal sealed class BlobTextConverter : JsonConverter<Blob>
{
    public override Blob Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Blob value, JsonSerializerOptions options) =>
        BlobSegments.Write(value.Span, writer.WriteStringValueSegment);
}

/// <summary>Bytes as base64.</summary>
internal sealed class BlobBase64Converter : JsonConverter<Blob>
{
    public override Blob Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Blob value, JsonSerializerOptions options) =>
        BlobSegments.Write(value.Span, writer.WriteBase64StringSegment);
}

/// <summary>Writes bytes in pieces, as the writer sets aside six times the piece for escaping.</summary>
internal static class BlobSegments
{
    private const int SegmentLength = 16 << 10;

    /// <summary>Writes a piece of a JSON string.</summary>
    public delegate void SegmentWriter(ReadOnlySpan<byte> segment, bool isFinalSegment);

    public static void Write(ReadOnlySpan<byte> bytes, SegmentWriter write)
    {
        while (bytes.Length > SegmentLength)
        {
            write(bytes[..SegmentLength], isFinalSegment: false);
            bytes = bytes[SegmentLength..];
        }

        write(bytes, isFinalSegment: true);
    }
}
