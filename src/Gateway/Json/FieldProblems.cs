namespace CodeRunner.Gateway.Json;

/// <summary>What is wrong with a request, by field. Full after some, so that a hostile request can't make a huge answer.</summary>
internal sealed class FieldProblems
{
    private const int Capacity = 50;

    private readonly Dictionary<string, List<string>> _problems = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Whether further problems are left out.</summary>
    public bool IsFull => _count >= Capacity;

    /// <summary>Notes that the field at <paramref name="path"/> is wrong; <paramref name="message"/> goes on from the field's name, without a stop.</summary>
    public void Add(string path, string message)
    {
        if (IsFull)
            return;
        if (!_problems.TryGetValue(path, out var messages))
            _problems.Add(path, messages = []);
        messages.Add(message);
        _count++;
    }

    /// <summary>Whether something is wrong with exactly this field.</summary>
    public bool Has(string path) => _problems.ContainsKey(path);

    /// <summary>One sentence: the first problem, and how many there are beside it.</summary>
    public string Summary()
    {
        var (path, messages) = _problems.First();
        var others = _count - 1;
        return others == 0 ? $"{path} {messages[0]}." : $"{path} {messages[0]} (and {others} more).";
    }

    /// <summary>All messages by field, as sentences.</summary>
    public Dictionary<string, string[]> ToErrors() =>
        _problems.ToDictionary(static entry => entry.Key, static entry => entry.Value.Select(message => $"{entry.Key} {message}.").ToArray());
}
