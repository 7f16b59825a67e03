using System.Collections.Immutable;
using System.Text;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>
/// The standard headers that a source includes before it says anything else. What the compiler might read differently than this
/// does (a directive that goes on in the next line, a macro, a header that isn't standard) ends the preamble before it.
/// </summary>
internal static class Preamble
{
    private const int MaximumHeaders = 64;

    /// <summary>The text of a file that includes <paramref name="headers"/>.</summary>
    public static string ToText(IEnumerable<string> headers) => string.Concat(headers.Select(static header => $"#include <{header}>\n"));

    /// <summary>The headers of <paramref name="source"/>, in its order; empty when it does not begin with any.</summary>
    public static ImmutableArray<string> Read(ReadOnlySpan<byte> source)
    {
        if (source.StartsWith(Encoding.UTF8.Preamble))
            source = source[Encoding.UTF8.Preamble.Length..];
        var headers = ImmutableArray.CreateBuilder<string>();
        while (TrySkipComments(ref source) && headers.Count < MaximumHeaders && TryReadInclude(ref source) is { } header)
            headers.Add(header);
        return headers.ToImmutable();
    }

    /// <summary>Skips space, empty lines and comments. False where something can't be understood.</summary>
    private static bool TrySkipComments(ref ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n"u8);
            if (rest.StartsWith("//"u8))
            {
                if (!TryTakeLine(ref rest, out _))
                    return false;
            }
            else if (rest.StartsWith("/*"u8))
            {
                var end = rest[2..].IndexOf("*/"u8);
                // The compiler joins lines before it looks for the end, which may so be hidden in two of them.
                if (end < 0 || MayContinue(rest[..(end + 2)]))
                    return false;
                rest = rest[(end + 4)..];
            }
            else
            {
                return true;
            }
        }
    }

    private static string? TryReadInclude(ref ReadOnlySpan<byte> rest)
    {
        var after = rest;
        if (!TryTakeLine(ref after, out var line) || !TryTake(ref line, "#"u8))
            return null;
        line = line.TrimStart(" \t"u8);
        if (!TryTake(ref line, "include"u8))
            return null;
        line = line.TrimStart(" \t"u8);
        var end = line.IndexOf((byte)'>');
        if (!TryTake(ref line, "<"u8) || end < 1)
            return null;
        var name = Encoding.Latin1.GetString(line[..(end - 1)]);
        var remainder = line[end..].Trim(" \t\r"u8);
        if (!StandardHeaders.Contains(name) || !(remainder.IsEmpty || remainder.StartsWith("//"u8)))
            return null;
        rest = after;
        return name;
    }

    /// <summary>Takes a line that surely ends where it seems to.</summary>
    private static bool TryTakeLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return !MayContinue(line);
    }

    /// <summary>Whether there is a backslash, or the trigraph for one: where exactly it must be to matter is the compiler's business.</summary>
    private static bool MayContinue(ReadOnlySpan<byte> text) => text.Contains((byte)'\\') || text.IndexOf("??/"u8) >= 0;

    private static bool TryTake(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix)
    {
        if (!text.StartsWith(prefix))
            return false;
        text = text[prefix.Length..];
        return true;
    }
}
