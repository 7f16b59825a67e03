using System.Text;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Checkers;

namespace CodeRunner.Judging.Tests.Checkers;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("42\n", "42\n")]
    [InlineData("a\0b", "a\0b")]
    [InlineData("\n", "\n")]
    public void Exact_SameBytes_Passes(string expected, string actual) => Passes(CheckerKind.Exact, expected, actual);

    [Theory]
    [InlineData("42", "42\n", "line 1: expected \"42\", got \"42\\n\"")]
    [InlineData("42\n", "42", "line 1: expected \"42\\n\", got \"42\"")]
    [InlineData("42\n", "42\r\n", "line 1: expected \"42\\n\", got \"42\\r\\n\"")]
    [InlineData("42\n", "42 \n", "line 1: expected \"42\\n\", got \"42 \\n\"")]
    [InlineData("1\n2\n", "1\n3\n", "line 2: expected \"2\\n\", got \"3\\n\"")]
    [InlineData("1\n2\n", "1\n", "line 2: expected \"2\\n\", got the end of the output")]
    [InlineData("1\n", "1\n\n", "line 2: expected the end of the output, got \"\\n\"")]
    [InlineData("", "x", "line 1: expected the end of the output, got \"x\"")]
    [InlineData("x", "", "line 1: expected \"x\", got the end of the output")]
    [InlineData("a\0b", "a\0c", "line 1: expected \"a\\x00b\", got \"a\\x00c\"")]
    [InlineData("a", "A", "line 1: expected \"a\", got \"A\"")]
    public void Exact_OtherBytes_Fails(string expected, string actual, string message) =>
        Fails(CheckerKind.Exact, expected, actual, message);

    [Theory]
    [InlineData("", "")]
    [InlineData("", "\n")]
    [InlineData("", " \t\r\n\v\f\n\n")]
    [InlineData("\n\n\n", "")]
    [InlineData("42", "42\n")]
    [InlineData("42\n", "42")]
    [InlineData("42\n", "42\r\n")]
    [InlineData("42\r\n", "42\n")]
    [InlineData("42", "42 ")]
    [InlineData("42", "42\t")]
    [InlineData("42", "42\v")]
    [InlineData("42", "42\f")]
    [InlineData("42", "42\r")]
    [InlineData("42", "42 \t\v\f\r\n")]
    [InlineData("1 \n2\t\n", "1\n2")]
    [InlineData("1\n2", "1\n2\n\n\n")]
    [InlineData("1\n2\n \n\t\n", "1\n2")]
    [InlineData("1\n\n2", "1\n \n2")]
    [InlineData("1\n\n2", "1\n\r\n2")]
    [InlineData(" 1", " 1 ")]
    [InlineData("1  2", "1  2")]
    [InlineData("a\0b", "a\0b ")]
    public void Lines_SameButForBlanksAtTheEnd_Passes(string expected, string actual)
    {
        Passes(CheckerKind.Lines, expected, actual);
        Passes(CheckerKind.Lines, actual, expected);
    }

    [Theory]
    [InlineData("42", "41", "line 1: expected \"42\", got \"41\"")]
    [InlineData("42", "", "line 1: expected \"42\", got the end of the output")]
    [InlineData("42", "\n", "line 1: expected \"42\", got \"\"")]
    [InlineData("42", "\n42", "line 1: expected \"42\", got \"\"")]
    [InlineData("", "42", "line 1: expected the end of the output, got \"42\"")]
    [InlineData("42", " 42", "line 1: expected \"42\", got \" 42\"")]
    [InlineData("42", "42 43", "line 1: expected \"42\", got \"42 43\"")]
    [InlineData("1 2", "1  2", "line 1: expected \"1 2\", got \"1  2\"")]
    [InlineData("1 2", "1\t2", "line 1: expected \"1 2\", got \"1\\t2\"")]
    [InlineData("1 2", "1\n2", "line 1: expected \"1 2\", got \"1\"")]
    [InlineData("1\n2\n42\n", "1\n2\n41\n", "line 3: expected \"42\", got \"41\"")]
    [InlineData("1\n2", "1", "line 2: expected \"2\", got the end of the output")]
    [InlineData("1", "1\n2", "line 2: expected the end of the output, got \"2\"")]
    [InlineData("1\n\n2", "1", "line 3: expected \"2\", got the end of the output")]
    [InlineData("1", "1\n\n \n2 \n3", "line 4: expected the end of the output, got \"2\"")]
    [InlineData("1\n\n2", "1\n2", "line 2: expected \"\", got \"2\"")]
    [InlineData("1\r2", "1\n2", "line 1: expected \"1\\r2\", got \"1\"")]
    [InlineData("Yes", "YES", "line 1: expected \"Yes\", got \"YES\"")]
    [InlineData("42", "42\0", "line 1: expected \"42\", got \"42\\x00\"")]
    [InlineData("42", "\u00A042", "line 1: expected \"42\", got \"\u00A042\"")]
    public void Lines_Difference_Fails(string expected, string actual, string message) =>
        Fails(CheckerKind.Lines, expected, actual, message);

    [Theory]
    [InlineData("", "")]
    [InlineData("", " \n\t\r\v\f")]
    [InlineData("1 2 3", "1\n2\n3\n")]
    [InlineData("1 2 3", "  1   2\t3  ")]
    [InlineData("1 2 3", "1\v2\f3\r\n")]
    [InlineData("1 2 3", "\n\n1\r\n2\r\n3")]
    [InlineData("word", "word")]
    public void Tokens_SameWords_Passes(string expected, string actual)
    {
        Passes(CheckerKind.Tokens, expected, actual);
        Passes(CheckerKind.Tokens, actual, expected);
        Passes(CheckerKind.Float, expected, actual);
    }

    [Theory]
    [InlineData("1 2", "1 3", "line 1: expected \"2\", got \"3\" (word 2)")]
    [InlineData("1 2", "1\n3", "line 2: expected \"2\", got \"3\" (word 2)")]
    [InlineData("1 2", "12", "line 1: expected \"1\", got \"12\" (word 1)")]
    [InlineData("12", "1 2", "line 1: expected \"12\", got \"1\" (word 1)")]
    [InlineData("1 2", "1\n", "line 2: expected \"2\", got the end of the output (word 2)")]
    [InlineData("1", "1 2", "line 1: expected the end of the output, got \"2\" (word 2)")]
    [InlineData("", "x", "line 1: expected the end of the output, got \"x\" (word 1)")]
    [InlineData("x", "", "line 1: expected \"x\", got the end of the output (word 1)")]
    [InlineData("a", "A", "line 1: expected \"a\", got \"A\" (word 1)")]
    [InlineData("1", "01", "line 1: expected \"1\", got \"01\" (word 1)")]
    [InlineData("1.0", "1", "line 1: expected \"1.0\", got \"1\" (word 1)")]
    [InlineData("a b", "a\0b", "line 1: expected \"a\", got \"a\\x00b\" (word 1)")]
    public void Tokens_OtherWords_Fails(string expected, string actual, string message) =>
        Fails(CheckerKind.Tokens, expected, actual, message);

    [Theory]
    [InlineData(CheckerKind.Exact)]
    [InlineData(CheckerKind.Lines)]
    [InlineData(CheckerKind.Tokens)]
    [InlineData(CheckerKind.Float)]
    public void FirstDifference_InvalidUtf8_GivesAValidMessage(CheckerKind kind)
    {
        var message = Comparison.FirstDifference([0xFF, 0xC3], [0xE2, 0x82, 0x1B], new Checker(kind))!;

        Assert.StartsWith("line 1: expected \"\\xFF\\xC3\", got \"\\xE2\\x82\\x1B\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstDifference_Unknown_IsLines() => Passes(CheckerKind.Unknown, "1", "1\n");

    [Fact]
    public void FirstDifference_NoSuchChecker_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Comparison.FirstDifference("1"u8, "2"u8, new Checker((CheckerKind)99)));

    [Theory]
    [InlineData(CheckerKind.Lines)]
    [InlineData(CheckerKind.Tokens)]
    [InlineData(CheckerKind.Float)]
    public void FirstDifference_SameButForTheEnd_AllocatesNothing(CheckerKind kind)
    {
        var expected = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1 2.5 x\n", 1000)));
        byte[] actual = [.. expected, .. " \n"u8];
        var checker = new Checker(kind);
        _ = Comparison.FirstDifference(expected, actual, checker);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var difference = Comparison.FirstDifference(expected, actual, checker);

        Assert.Null(difference);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Passes(CheckerKind kind, string expected, string actual) =>
        Assert.Null(Comparison.FirstDifference(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual), new Checker(kind)));

    private static void Fails(CheckerKind kind, string expected, string actual, string message) => Assert.Equal(
        message, Comparison.FirstDifference(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual), new Checker(kind)));
}
