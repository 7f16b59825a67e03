using System.Buffers;
using System.Globalization;
using CodeRunner.Contracts.Submissions;

namespace CodeRunner.Judging.Checkers;

/// <summary>Reads numbers as C's <c>printf</c> and C++'s streams write them.</summary>
internal static class Numbers
{
    /// <summary>What testlib adds to the largest error that it allows.</summary>
    private const double Slack = 1e-15;

    private static readonly SearchValues<byte> _digits = SearchValues.Create("0123456789"u8);

    /// <summary>
    /// Whether both words are numbers and <paramref name="actual"/> is within either tolerance of <paramref name="expected"/>. With equal tolerances it
    /// decides as testlib's comparison of doubles: each tolerance is <see cref="Slack"/> wider than asked, so that a difference of just the tolerance
    /// passes however it is rounded; infinities equal those of their own sign, and every NaN any other.
    /// </summary>
    public static bool AreClose(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, Checker tolerance)
    {
        if (!TryParse(expected, out var wanted) || !TryParse(actual, out var got))
            return false;
        if (!double.IsFinite(wanted) || !double.IsFinite(got))
            return wanted.Equals(got);

        if (Math.Abs(got - wanted) <= tolerance.AbsoluteTolerance + Slack)
            return true;
        // From the tolerance's ends, not from the quotient: so it is rounded as there.
        var relative = tolerance.RelativeTolerance + Slack;
        var (one, other) = (wanted * (1 - relative), wanted * (1 + relative));
        return got >= Math.Min(one, other) && got <= Math.Max(one, other);
    }

    /// <summary>
    /// Reads an optional sign and then a decimal number with or without point and exponent, <c>inf</c>, <c>infinity</c> or <c>nan</c>, in
    /// either case. Anything else is a word, hexadecimal numbers and those that a double can't hold among them.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> word, out double value)
    {
        var unsigned = word is [(byte)'-' or (byte)'+', ..] ? word[1..] : word;
        if (IsDecimal(unsigned))
            return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

        value = 0;
        if (Is(unsigned, "nan"u8))
            value = double.NaN;
        else if (Is(unsigned, "inf"u8) || Is(unsigned, "infinity"u8))
            value = word[0] == (byte)'-' ? double.NegativeInfinity : double.PositiveInfinity;
        return value != 0;
    }

    private static bool IsDecimal(ReadOnlySpan<byte> word)
    {
        var whole = TakeDigits(ref word);
        var fraction = 0;
        if (word is [(byte)'.', ..])
        {
            word = word[1..];
            fraction = TakeDigits(ref word);
        }

        if (whole + fraction == 0)
            return false;
        if (word is [(byte)'e' or (byte)'E', ..])
        {
            word = word is [_, (byte)'-' or (byte)'+', ..] ? word[2..] : word[1..];
            if (TakeDigits(ref word) == 0)
                return false;
        }

        return word.IsEmpty;
    }

    private static int TakeDigits(ref ReadOnlySpan<byte> word)
    {
        var end = word.IndexOfAnyExcept(_digits);
        var count = end < 0 ? word.Length : end;
        word = word[count..];
        return count;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(word, name);
}
