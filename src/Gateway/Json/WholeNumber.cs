using System.Globalization;
using System.Numerics;
using System.Text;

namespace CodeRunner.Gateway.Json;

/// <summary>Reads a JSON number that is whole in value, whatever its form: to a client's language 1500, 1500.0 and 1.5e3 may be the same.</summary>
internal static class WholeNumber
{
    /// <summary>How many digits a number of the type can have.</summary>
    private const int MaximumDigits = 19;

    /// <summary>Reads the text of a JSON number; false when its value has a fraction. What the type can't hold comes back as its largest or smallest.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out long value)
    {
        var isNegative = utf8[0] == (byte)'-';
        var text = Encoding.ASCII.GetString(isNegative ? utf8[1..] : utf8);
        var parts = text.Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.Trim('0');
        value = 0;
        if (significant.Length == 0)
            return true;

        // How many zeros stand behind the last digit that isn't one: fewer than none, and it is behind the point.
        BigInteger zeros = digits.Length - digits.TrimEnd('0').Length - (point < 0 ? 0 : parts[0].Length - point - 1);
        if (parts.Length > 1)
            zeros += BigInteger.Parse(parts[1].AsSpan(0, Math.Min(parts[1].Length, MaximumDigits)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (zeros < 0)
            return false;
        var limit = isNegative ? long.MinValue : long.MaxValue;
        if (significant.Length + zeros > MaximumDigits)
        {
            value = limit;
            return true;
        }

        var magnitude = BigInteger.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)zeros);
        var signed = isNegative ? -magnitude : magnitude;
        value = signed < long.MinValue || signed > long.MaxValue ? limit : (long)signed;
        return true;
    }
}
