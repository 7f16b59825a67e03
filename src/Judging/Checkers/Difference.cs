using System.Globalization;
using System.Text;

namespace CodeRunner.Judging.Checkers;

/// <summary>Writes the sentence that shows a difference, whatever bytes it is made of.</summary>
internal static class Difference
{
    /// <summary>The most characters of either side that are shown.</summary>
    public const int ExcerptLength = 64;

    // How much of what both sides share stays before the difference, where a line is too long to show from its start.
    private const int SharedLength = 16;
    private const char Cut = '…';
    private const string End = "the end of the output";

    /// <summary>For two lines that differ.</summary>
    public static string Describe(long line, ReadOnlySpan<byte> expected, bool expectedEnded, ReadOnlySpan<byte> actual, bool actualEnded)
    {
        var start = ExcerptStart(expected, actual);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"line {line}: expected {Side(expected, start, expectedEnded)}, got {Side(actual, start, actualEnded)}");
    }

    /// <summary>For two words that differ; an empty one is the end.</summary>
    public static string Describe(long line, long word, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var start = ExcerptStart(expected, actual);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"line {line}: expected {Side(expected, start, expected.IsEmpty)}, got {Side(actual, start, actual.IsEmpty)} (word {word})");
    }

    private static int ExcerptStart(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var same = expected.CommonPrefixLength(actual);
        if (same < ExcerptLength)
            return 0;

        // Not in the middle of a character: 0b10xxxxxx continues one. At most three of those follow each other in valid UTF-8.
        var start = same - SharedLength;
        for (var i = 0; i < 3 && (expected[start] & 0xC0) == 0x80; i++)
            start--;
        return start;
    }

    private static string Side(ReadOnlySpan<byte> text, int start, bool hasEnded) => hasEnded ? End : Quote(text, start);

    /// <summary>Up to <see cref="ExcerptLength"/> characters from <paramref name="start"/>, in quotes, the invisible escaped.</summary>
    internal static string Quote(ReadOnlySpan<byte> text, int start)
    {
        var excerpt = new StringBuilder("\"");
        if (start > 0)
            excerpt.Append(Cut);

        var rest = text[start..];
        for (var count = 0; !rest.IsEmpty; count++)
        {
            if (count == ExcerptLength)
            {
                excerpt.Append(Cut);
                break;
            }

            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done)
                AppendEscaped(excerpt, rune);
            else
                AppendBytes(excerpt, rest[..length]);
            rest = rest[length..];
        }

        return excerpt.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder excerpt, Rune rune)
    {
        _ = rune.Value switch
        {
            '\n' => excerpt.Append(@"\n"),
            '\r' => excerpt.Append(@"\r"),
            '\t' => excerpt.Append(@"\t"),
            '"' => excerpt.Append("\\\""),
            '\\' => excerpt.Append(@"\\"),
            < 0x20 or 0x7F => excerpt.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
            _ when IsInvisible(rune) => excerpt.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}"),
            _ => excerpt.Append(rune),
        };
    }

    private static void AppendBytes(StringBuilder excerpt, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            excerpt.Append(CultureInfo.InvariantCulture, $"\\x{value:X2}");
    }

    // Among them the marks that turn the direction of text, which would garble the sentence around them.
    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
