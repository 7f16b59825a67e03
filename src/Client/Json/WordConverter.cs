using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.Client.Json;

/// <summary>Reads and writes words like <c>wrong_answer</c>. An unknown one is the value 0: a newer server must not break this client.</summary>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> _values = Enum.GetValues<T>().ToDictionary(Word);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException($"{typeof(T).Name} is no word.")
        : reader.GetString() is { } word && _values.TryGetValue(word, out var value) ? value
        : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Word(value));

    private static string Word(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
