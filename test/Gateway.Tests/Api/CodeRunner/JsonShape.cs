using System.Text.Json;

namespace CodeRunner.Gateway.Tests.Api.CodeRunner;

/// <summary>Compares values with the schemas of an OpenAPI document: the part of JSON Schema that the document uses, and no unknown members.</summary>
internal sealed class JsonShape(JsonElement document)
{
    /// <summary>What is wrong with a value; empty when nothing is.</summary>
    public List<string> Check(string schema, JsonElement value)
    {
        var problems = new List<string>();
        Check(document.GetProperty("components").GetProperty("schemas").GetProperty(schema), value, schema, problems);
        return problems;
    }

    public void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            Check(document.GetProperty("components").GetProperty("schemas").GetProperty(name), value, path, problems);
            return;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            if (choices.EnumerateArray().Count(choice => Fits(choice, value, path)) != 1)
                problems.Add($"{path}: not exactly one choice fits {value.GetRawText()}");
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => IsOfType(name, value)))
            problems.Add($"{path}: {value.ValueKind} is not {type.GetRawText()}");
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            problems.Add($"{path}: {value.GetRawText()} is not one of {words.GetRawText()}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var item in value.EnumerateArray())
                Check(items, item, $"{path}[]", problems);
        }

        if (value.ValueKind == JsonValueKind.Object)
            CheckObject(schema, value, path, problems);
    }

    private void CheckObject(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (var required in schema.TryGetProperty("required", out var names) ? names.EnumerateArray().ToArray() : [])
        {
            if (!value.TryGetProperty(required.GetString()!, out _))
                problems.Add($"{path}: {required} is missing");
        }

        foreach (var member in value.EnumerateObject())
        {
            if (schema.TryGetProperty("properties", out var members) && members.TryGetProperty(member.Name, out var known))
                Check(known, member.Value, $"{path}.{member.Name}", problems);
            else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
                Check(others, member.Value, $"{path}.{member.Name}", problems);
            else
                problems.Add($"{path}.{member.Name} is not documented");
        }
    }

    private bool Fits(JsonElement schema, JsonElement value, string path)
    {
        var problems = new List<string>();
        Check(schema, value, path, problems);
        return problems.Count == 0;
    }

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static name => name.GetString()) : [type.GetString()];

    private static bool IsOfType(string? type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => false,
    };
}
