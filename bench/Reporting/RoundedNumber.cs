using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.Bench.Reporting;

/// <summary>Writes numbers with as many digits as they are good for.</summary>
internal sealed class RoundedNumber : JsonConverter<double>
{
    private const int Decimals = 3;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value, Decimals));
}
