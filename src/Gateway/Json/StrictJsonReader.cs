using System.Globalization;
using System.Text;
using System.Text.Json;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Json;

/// <summary>
/// Reads a document field by field and notes everything that is wrong with it, each with its path, where a deserializer
/// stops at the first. It also saves the way through UTF-16: code and stdin go straight from the body to bytes.
/// </summary>
/// <remarks>
/// Every Read verb takes the value at hand and goes to its end. A value that isn't what was wanted is noted and passed over.
/// Each of them throws <see cref="JsonException"/> when the document itself is broken.
/// </remarks>
internal ref struct StrictJsonReader(ReadOnlySpan<byte> utf8, bool base64, FieldProblems problems)
{
    private const int MaxDepth = 16;

    private readonly FieldPath _path = new();

    private Utf8JsonReader _json = new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>Where the reader is.</summary>
    public readonly string Path => _path.ToString();

    /// <summary>Goes to the document's value.</summary>
    public void Begin() => _json.Read();

    /// <summary>Makes sure that nothing follows the document's value.</summary>
    public void End() => _json.Read();

    /// <summary>Begins an object; passes over anything else and returns false.</summary>
    public bool BeginObject(out HashSet<string> seen, string expected = "an object")
    {
        seen = new(StringComparer.Ordinal);
        return Expect(JsonTokenType.StartObject, expected);
    }

    /// <summary>Goes to the value of the object's next property; to the object's end, returning false, when there is none.</summary>
    public bool NextProperty(HashSet<string> seen, out string name)
    {
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            name = ReadName();
            _path.Push(name);
            _json.Read();

            // When nothing more can be noted the rest is only looked through, so that a million names are not remembered.
            if (!problems.IsFull)
            {
                if (seen.Add(name))
                    return true;
                problems.Add(Path, "must not appear twice");
            }

            Skip();
            _path.Pop();
        }

        name = string.Empty;
        return false;
    }

    /// <summary>Must follow the use of each property's value.</summary>
    public readonly void EndProperty() => _path.Pop();

    /// <summary>Begins an array; passes over anything else and returns false.</summary>
    public bool BeginArray() => Expect(JsonTokenType.StartArray, "an array");

    /// <summary>Goes to the array's next element; to the array's end, returning false, when there is none.</summary>
    public bool NextElement(int index)
    {
        _json.Read();
        if (_json.TokenType == JsonTokenType.EndArray)
            return false;
        _path.Push(index);
        return true;
    }

    /// <summary>Must follow the use of each element.</summary>
    public readonly void EndElement() => _path.Pop();

    /// <summary>Notes that something is wrong with the value at hand.</summary>
    public readonly void Note(string problem) => problems.Add(Path, problem);

    /// <summary>Notes an unknown field and passes over it.</summary>
    public void Unknown(string known)
    {
        problems.Add(Path, $"is not a known field; there are {known}");
        Skip();
    }

    /// <summary>Passes over the value at hand.</summary>
    public void Skip() => _json.Skip();

    /// <summary>Whether the value at hand is a string.</summary>
    public readonly bool IsString => _json.TokenType == JsonTokenType.String;

    /// <summary>A string, or null.</summary>
    public string? ReadString()
    {
        if (!Expect(JsonTokenType.String, "a string"))
            return null;
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            NoteBrokenText();
            return null;
        }
    }

    /// <summary>The bytes of a string: its UTF-8, or what it is the base64 of.</summary>
    public Blob? ReadBlob()
    {
        if (!Expect(JsonTokenType.String, base64 ? "a string of base64" : "a string"))
            return null;
        return base64 ? ReadBase64() : ReadUtf8();
    }

    /// <summary>True or false, or null.</summary>
    public bool? ReadBoolean()
    {
        if (_json.TokenType is JsonTokenType.True or JsonTokenType.False)
            return _json.GetBoolean();
        Mismatch("true or false");
        return null;
    }

    /// <summary>A whole number, or null, however it is written: 1500.0 and 1.5e3 are 1500. One too large for the type comes back as its largest.</summary>
    public long? ReadInteger()
    {
        if (!Expect(JsonTokenType.Number, "a whole number"))
            return null;
        if (_json.TryGetInt64(out var value) || WholeNumber.TryRead(_json.ValueSpan, out value))
            return value;
        problems.Add(Path, "must be a whole number, without a fraction");
        return null;
    }

    /// <summary>A number, or null. One too large for the type comes back as infinity.</summary>
    public double? ReadNumber()
    {
        if (!Expect(JsonTokenType.Number, "a number"))
            return null;
        return double.Parse(_json.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Notes that the value at hand is of the wrong type and passes over it.</summary>
    public void Mismatch(string expected)
    {
        problems.Add(Path, $"must be {expected}, not {Describe(_json.TokenType)}");
        Skip();
    }

    private bool Expect(JsonTokenType type, string expected)
    {
        if (_json.TokenType == type)
            return true;
        Mismatch(expected);
        return false;
    }

    private readonly Blob? ReadBase64()
    {
        if (_json.TryGetBytesFromBase64(out var bytes))
            return new Blob(bytes);
        problems.Add(Path, "must be valid base64, as the request says encoding=base64");
        return null;
    }

    private readonly Blob? ReadUtf8()
    {
        try
        {
            var bytes = new byte[_json.ValueSpan.Length];
            var length = _json.CopyString(bytes);
            return new Blob(length == bytes.Length ? bytes : bytes[..length]);
        }
        catch (InvalidOperationException)
        {
            NoteBrokenText();
            return null;
        }
    }

    private readonly void NoteBrokenText() =>
        problems.Add(Path, "must be valid Unicode text: it holds bytes that are not UTF-8, or half of a surrogate pair");

    private readonly string ReadName()
    {
        try
        {
            return _json.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(_json.ValueSpan);
        }
    }

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        JsonTokenType.True => "true",
        _ => "false",
    };
}
