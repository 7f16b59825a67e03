using System.Text;
using CodeRunner.Judging.Checkers;

namespace CodeRunner.Judging.Tests.Checkers;

public sealed class DifferenceTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("a\\b", "\"a\\\\b\"")]
    [InlineData("\t\r\n", "\"\\t\\r\\n\"")]
    [InlineData("\0\u0001\u001B[31m\u007F", "\"\\x00\\x01\\x1B[31m\\x7F\"")]
    [InlineData("grün 日本 😀", "\"grün 日本 😀\"")]
    [InlineData("\u202Eabc", "\"\\u{202E}abc\"")]
    [InlineData("\u0085\u2028\u2029\uFEFF\u200B", "\"\\u{85}\\u{2028}\\u{2029}\\u{FEFF}\\u{200B}\"")]
    public void Quote_Text_EscapesWhatCannotBeSeen(string text, string quoted) =>
        Assert.Equal(quoted, Difference.Quote(Encoding.UTF8.GetBytes(text), 0));

    [Theory]
    [InlineData(new byte[] { 0xFF }, "\"\\xFF\"")]
    [InlineData(new byte[] { 0xC0, 0x80 }, "\"\\xC0\\x80\"")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, "\"\\xED\\xA0\\x80\"")]
    [InlineData(new byte[] { (byte)'a', 0xE2, 0x82 }, "\"a\\xE2\\x82\"")]
    [InlineData(new byte[] { 0xE2, 0x82, (byte)'a' }, "\"\\xE2\\x82a\"")]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 }, "\"\\xF4\\x90\\x80\\x80\"")]
    public void Quote_InvalidUtf8_ShowsTheBytes(byte[] text, string quoted) => Assert.Equal(quoted, Difference.Quote(text, 0));

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(100_000, true)]
    public void Quote_LongText_IsCut(int length, bool isCut)
    {
        var quoted = Difference.Quote(Encoding.UTF8.GetBytes(new string('é', length)), 0);

        Assert.Equal(isCut ? $"\"{new string('é', 64)}…\"" : $"\"{new string('é', length)}\"", quoted);
    }

    [Fact]
    public void Describe_DifferenceFarIntoALongLine_ShowsIt()
    {
        var shared = new string('a', 1000);

        var sentence = Describe(shared + "X" + shared, shared + "Y");

        Assert.Equal($"line 7: expected \"…{new string('a', 16)}X{new string('a', 47)}…\", got \"…{new string('a', 16)}Y\"", sentence);
    }

    [Theory]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("😀")]
    public void Describe_DifferenceFarIntoALongLine_BreaksNoCharacter(string character)
    {
        for (var offset = 0; offset < 4; offset++)
        {
            var shared = new string('a', offset) + string.Concat(Enumerable.Repeat(character, 100));

            var sentence = Describe(shared + "X", shared + "Y");

            Assert.DoesNotContain("\\x", sentence, StringComparison.Ordinal);
            Assert.Contains("X\"", sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Describe_OneLineGoesOn_ShowsWhere()
    {
        var shared = new string('a', 80);

        Assert.Equal($"line 7: expected \"…{new string('a', 16)}\", got \"…{new string('a', 16)}b\"", Describe(shared, shared + "b"));
    }

    [Fact]
    public void Describe_AnyBytes_GivesAWellFormedString()
    {
        var random = new Random(1);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        for (var i = 0; i < 2000; i++)
        {
            var shared = new byte[random.Next(100)];
            var (left, right) = (new byte[random.Next(100)], new byte[random.Next(100)]);
            random.NextBytes(shared);
            random.NextBytes(left);
            random.NextBytes(right);

            var sentence = Difference.Describe(1, [.. shared, .. left], false, [.. shared, .. right], false);

            Assert.NotEmpty(strict.GetBytes(sentence));
            Assert.DoesNotContain(sentence, char.IsControl);
        }
    }

    private static string Describe(string expected, string actual) =>
        Difference.Describe(7, Encoding.UTF8.GetBytes(expected), false, Encoding.UTF8.GetBytes(actual), false);
}
