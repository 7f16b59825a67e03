using System.Buffers;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Judging.Checkers;

/// <summary>
/// Compares a program's output with the expected output: bytes, not text, in time linear in their length, with no allocation unless they
/// differ. Each comparison gives a sentence that says where the first difference is, or null when there is none that counts.
/// </summary>
internal static class Comparison
{
    private const byte LineFeed = (byte)'\n';

    // Blanks within a line: space, tab, vertical tab, form feed, carriage return.
    private static readonly SearchValues<byte> _blanks = SearchValues.Create(" \t\v\f\r"u8);
    private static readonly SearchValues<byte> _spaces = SearchValues.Create(" \t\v\f\r\n"u8);

    /// <summary>Compares as <paramref name="checker"/> says.</summary>
    public static string? FirstDifference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Checker checker) => checker.Kind switch
    {
        _ when expected.SequenceEqual(actual) => null,
        CheckerKind.Exact => Exact(expected, actual),
        CheckerKind.Tokens => Words(expected, actual, tolerance: null),
        CheckerKind.Float => Words(expected, actual, checker),
        CheckerKind.Lines or CheckerKind.Unknown => Lines(expected, actual),
        _ => throw new ArgumentOutOfRangeException(nameof(checker), checker.Kind, "There is no such checker."),
    };

    private static string? Exact(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var same = expected.CommonPrefixLength(actual);
        var start = expected[..same].LastIndexOf(LineFeed) + 1;
        return Difference.Describe(
            LineOf(expected, start),
            FirstLine(expected[start..], withLineFeed: true), expected.Length == start,
            FirstLine(actual[start..], withLineFeed: true), actual.Length == start);
    }

    private static string? Lines(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        // Outputs mostly have the same beginning, and that is found much faster than it is walked line by line.
        var same = expected[..expected.CommonPrefixLength(actual)];
        var start = same.LastIndexOf(LineFeed) + 1;
        var line = LineOf(same, start);
        return LinesFrom(line, expected[start..], actual[start..]);
    }

    private static string? LinesFrom(long line, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        for (; !expected.IsEmpty && !actual.IsEmpty; line++)
        {
            var expectedLine = Take(ref expected);
            var actualLine = Take(ref actual);
            if (!expectedLine.SequenceEqual(actualLine))
                return Difference.Describe(line, expectedLine, expectedEnded: false, actualLine, actualEnded: false);
        }

        // How many empty lines are at the end doesn't matter, so the next line that isn't empty is the difference.
        var rest = expected.IsEmpty ? actual : expected;
        var start = rest.IndexOfAnyExcept(_spaces);
        if (start < 0)
            return null;

        line += rest[..start].Count(LineFeed);
        rest = rest[(rest[..start].LastIndexOf(LineFeed) + 1)..];
        var extra = Take(ref rest);
        return expected.IsEmpty
            ? Difference.Describe(line, [], expectedEnded: true, extra, actualEnded: false)
            : Difference.Describe(line, extra, expectedEnded: false, [], actualEnded: true);
    }

    private static string? Words(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Checker? tolerance)
    {
        var same = expected[..expected.CommonPrefixLength(actual)];
        var expectedAt = same.LastIndexOfAny(_spaces) + 1;
        var actualAt = expectedAt;
        while (true)
        {
            var expectedWord = Next(expected, ref expectedAt);
            var actualWord = Next(actual, ref actualAt);
            if (expectedWord.IsEmpty && actualWord.IsEmpty)
                return null;
            if (expectedWord.SequenceEqual(actualWord) || (tolerance is not null && Numbers.AreClose(expectedWord, actualWord, tolerance)))
                continue;

            var before = actual[..(actualAt - actualWord.Length)];
            return Difference.Describe(LineOf(before, before.Length), CountWords(before) + 1, expectedWord, actualWord);
        }
    }

    private static long CountWords(ReadOnlySpan<byte> text)
    {
        long count = 0;
        for (var at = 0; !Next(text, ref at).IsEmpty;)
            count++;
        return count;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var line = FirstLine(text, withLineFeed: false);
        text = text[Math.Min(line.Length + 1, text.Length)..];
        return line[..(line.LastIndexOfAnyExcept(_blanks) + 1)];
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text, bool withLineFeed)
    {
        var end = text.IndexOf(LineFeed);
        return end < 0 ? text : text[..(withLineFeed ? end + 1 : end)];
    }

    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, ref int at)
    {
        var rest = text[at..];
        var start = rest.IndexOfAnyExcept(_spaces);
        if (start < 0)
        {
            at = text.Length;
            return [];
        }

        var length = rest[start..].IndexOfAny(_spaces);
        length = length < 0 ? rest.Length - start : length;
        at += start + length;
        return rest.Slice(start, length);
    }

    private static long LineOf(ReadOnlySpan<byte> text, int position) => text[..position].Count(LineFeed) + 1;
}
