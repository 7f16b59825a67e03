using System.Text.Json;
using System.Text.Json.Serialization;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Json;

/// <summary>Writes bytes as a JSON string, whole or in pieces.</summary>
internal abstract class BlobConverter : JsonConverter<Blob>
{
    /// <summary>How many bytes are written at a time: the writer sets aside six times as many for escaping.</summary>
    public const int SegmentLength = 16 << 10;

    /// <inheritdoc/>
    public override Blob Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Blob value, JsonSerializerOptions options)
    {
        if (LargeBlobs.TryLeaveOut(writer, value))
            return;
        var bytes = value.Span;
        for (; bytes.Length > SegmentLength; bytes = bytes[SegmentLength..])
            WriteSegment(writer, bytes[..SegmentLength], isFinal: false);
        WriteSegment(writer, bytes, isFinal: true);
    }

    /// <summary>Writes a piece of a JSON string, which is complete with the final one.</summary>
    public abstract void WriteSegment(Utf8JsonWriter writer, ReadOnlySpan<byte> segment, bool isFinal);
}

/// <summary>Bytes as a JSON string of their text; what is not UTF-8 shows as U+FFFD.</summary>
internal sealed class BlobTextConverter : BlobConverter
{
    public override void WriteSegment(Utf8JsonWriter writer, ReadOnlySpan<byte> segment, bool isFinal) =>
        writer.WriteStringValueSegment(segment, isFinal);
}

/// <summary>Bytes as base64.</summary>
internal sealed class BlobBase64Converter : BlobConverter
{
    public override void WriteSegment(Utf8JsonWriter writer, ReadOnlySpan<byte> segment, bool isFinal) =>
        writer.WriteBase64StringSegment(segment, isFinal);
}
