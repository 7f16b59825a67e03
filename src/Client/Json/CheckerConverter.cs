using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.Client.Json;

/// <summary>Writes a checker as its name, or as an object where it has tolerances; reads both.</summary>
internal sealed class CheckerConverter : JsonConverter<RunChecker>
{
    private const string TypeMember = "type";
    private const string AbsoluteMember = "absoluteTolerance";
    private const string RelativeMember = "relativeTolerance";

    public override RunChecker Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return root.ValueKind == JsonValueKind.Object
            ? new RunChecker(root.GetProperty(TypeMember).GetString() ?? "")
            {
                AbsoluteTolerance = root.TryGetProperty(AbsoluteMember, out var absolute) ? absolute.GetDouble() : null,
                RelativeTolerance = root.TryGetProperty(RelativeMember, out var relative) ? relative.GetDouble() : null,
            }
            : new RunChecker(root.GetString() ?? "");
    }

    public override void Write(Utf8JsonWriter writer, RunChecker value, JsonSerializerOptions options)
    {
        if (value is { AbsoluteTolerance: null, RelativeTolerance: null })
        {
            writer.WriteStringValue(value.Type);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString(TypeMember, value.Type);
        if (value.AbsoluteTolerance is { } absolute)
            writer.WriteNumber(AbsoluteMember, absolute);
        if (value.RelativeTolerance is { } relative)
            writer.WriteNumber(RelativeMember, relative);
        writer.WriteEndObject();
    }
}
