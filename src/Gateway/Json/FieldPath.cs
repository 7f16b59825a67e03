using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CodeRunner.Gateway.Json;

/// <summary>Where in a document a reader is, for example <c>files[1].name</c>.</summary>
internal sealed partial class FieldPath
{
    /// <summary>What the whole document is called.</summary>
    public const string Root = "body";

    private const int MaxNameLength = 64;

    private readonly List<string> _parts = [];

    /// <summary>Goes into a property. A name that is no plain word is quoted, and a long one cut: it is the client's.</summary>
    public void Push(string property)
    {
        var name = property.Length <= MaxNameLength ? property : string.Concat(property.AsSpan(0, MaxNameLength), "...");
        if (!PlainWord().IsMatch(name))
            _parts.Add($"['{name}']");
        else
            _parts.Add(_parts.Count == 0 ? name : $".{name}");
    }

    /// <summary>Goes into an element of an array.</summary>
    public void Push(int index) => _parts.Add(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    /// <summary>Goes out again.</summary>
    public void Pop() => _parts.RemoveAt(_parts.Count - 1);

    /// <inheritdoc/>
    public override string ToString() => _parts.Count == 0 ? Root : new StringBuilder().AppendJoin(string.Empty, _parts).ToString();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*(\.\.\.)?\z")]
    private static partial Regex PlainWord();
}
