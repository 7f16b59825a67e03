using System.Text;

namespace CodeRunner.Gateway.Intake;

/// <summary>What the names of files may be. They become paths in the sandbox, and arguments of the compiler.</summary>
internal static class FileNames
{
    /// <summary>What is wrong with a name by itself, to go on from the field's name; null when nothing is.</summary>
    public static string? Check(string name, int maxBytes)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        if (length == 0 || length > maxBytes)
            return $"must have from 1 to {maxBytes} bytes, not {length}";
        if (name.Any(char.IsControl))
            return "must not hold a NUL or another control character";
        if (name.Contains('\\', StringComparison.Ordinal))
            return "must not hold a backslash; folders are separated by /";
        if (name[0] == '/')
            return "must be relative: it must not begin with /";

        // The compiler would take such an argument for an option, or for a file of options.
        if (name[0] is '-' or '@')
            return "must not begin with - or @";
        if (name.Split('/').Any(static part => part is "" or "." or ".."))
            return "must not have an empty part, a . or a .. between its slashes";
        return null;
    }

    /// <summary>Which names can't be in one folder with those before them: the index of each, and why.</summary>
    public static IEnumerable<(int Index, string Problem)> FindClashes(IReadOnlyList<string?> names, string sourceName)
    {
        var files = new HashSet<string>(StringComparer.Ordinal) { sourceName };
        var folders = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < names.Count; index++)
        {
            if (names[index] is not { } name)
                continue;
            var parents = Parents(name).ToList();
            if (name == sourceName)
                yield return (index, $"must not be {sourceName}, the name of the main source");
            else if (!files.Add(name))
                yield return (index, "must not be the name of another file");
            else if (folders.Contains(name) || parents.Exists(files.Contains))
                yield return (index, "clashes with another file: one would be the folder of the other");
            folders.UnionWith(parents);
        }
    }

    private static IEnumerable<string> Parents(string name)
    {
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = name.IndexOf('/', slash + 1))
            yield return name[..slash];
    }
}
