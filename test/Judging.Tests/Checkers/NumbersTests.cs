using System.Globalization;
using System.Text;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Checkers;

namespace CodeRunner.Judging.Tests.Checkers;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+0", 0)]
    [InlineData("42", 42)]
    [InlineData("+42", 42)]
    [InlineData("-42", -42)]
    [InlineData("007", 7)]
    [InlineData("3.25", 3.25)]
    [InlineData("3.", 3)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5", -0.5)]
    [InlineData("1e-7", 1e-7)]
    [InlineData("1E+7", 1e7)]
    [InlineData("1e7", 1e7)]
    [InlineData("1e07", 1e7)]
    [InlineData("2.5e-3", 2.5e-3)]
    [InlineData(".5e1", 5)]
    [InlineData("5.e1", 50)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("1e-400", 0)]
    [InlineData("1e-99999999999999999999", 0)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("INF", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("infinity", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("nan", double.NaN)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-nan", double.NaN)]
    public void TryParse_Number_IsRead(string word, double value)
    {
        Assert.True(Numbers.TryParse(Encoding.UTF8.GetBytes(word), out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("e5")]
    [InlineData(".e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.5")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("1_000")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1-")]
    [InlineData("1x")]
    [InlineData("x1")]
    [InlineData("1f")]
    [InlineData("0x10")]
    [InlineData("0x1p3")]
    [InlineData("(1)")]
    [InlineData("$1")]
    [InlineData("1%")]
    [InlineData("infi")]
    [InlineData("in")]
    [InlineData("na")]
    [InlineData("nan(0x1)")]
    [InlineData("∞")]
    [InlineData("１")]
    [InlineData("1\0")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e99999999999999999999")]
    public void TryParse_AnythingElse_IsAWord(string word) => Assert.False(Numbers.TryParse(Encoding.UTF8.GetBytes(word), out _));

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1", "1.0000009")]
    [InlineData("1", "0.9999991")]
    [InlineData("0", "-0")]
    [InlineData("0", "-0.000000")]
    [InlineData("0", "1e-7")]
    [InlineData("0", "-1e-7")]
    [InlineData("1e-7", "0")]
    [InlineData("1000000", "1000000.9")]
    [InlineData("-1000000", "-1000000.9")]
    [InlineData("1e300", "1.0000001e300")]
    [InlineData("100", "1e2")]
    [InlineData("100", "+100")]
    [InlineData("inf", "Infinity")]
    [InlineData("-inf", "-INF")]
    [InlineData("nan", "-nan")]
    [InlineData("NaN", "nan")]
    [InlineData("yes", "yes")]
    [InlineData("0x10", "0x10")]
    [InlineData("1e400", "1e400")]
    [InlineData("x 1 y", "x\n1.0000001\ny\n")]
    [InlineData("3.14159 2.71828", "3.141590000 2.718280000")]
    public void Float_WithinTheTolerance_Passes(string expected, string actual) => Assert.Null(Compare(expected, actual));

    [Theory]
    [InlineData("1", "1.000003")]
    [InlineData("1", "-1")]
    [InlineData("0", "0.000002")]
    [InlineData("1000000", "1000002")]
    [InlineData("1e308", "-1e308")]
    [InlineData("1.7e308", "-1.7e308")]
    [InlineData("1", "nan")]
    [InlineData("nan", "1")]
    [InlineData("nan", "inf")]
    [InlineData("inf", "-inf")]
    [InlineData("inf", "1e308")]
    [InlineData("1e308", "inf")]
    [InlineData("inf", "1e400")]
    [InlineData("1e400", "2e400")]
    [InlineData("16", "0x10")]
    [InlineData("1", "one")]
    [InlineData("yes", "YES")]
    [InlineData("1 2", "1")]
    [InlineData("1", "1 2")]
    [InlineData("1", "1,0")]
    public void Float_OutsideTheTolerance_Fails(string expected, string actual) => Assert.NotNull(Compare(expected, actual));

    [Theory]
    [InlineData("100", "101", 1, 0, true)]
    [InlineData("100", "101.5", 1, 0, false)]
    [InlineData("100", "101", 0, 0.01, true)]
    [InlineData("100", "102", 0, 0.01, false)]
    [InlineData("100", "102", 5, 0.01, true)]
    [InlineData("0", "0.1", 0, 0.5, false)]
    [InlineData("1", "1.0", 0, 0, true)]
    [InlineData("1", "1.1", 0, 0, false)]
    [InlineData("-100", "-101", 0, 0.01, true)]
    public void Float_OwnTolerance_IsUsed(string expected, string actual, double absolute, double relative, bool passes) =>
        Assert.Equal(passes, Compare(expected, actual, new Checker(CheckerKind.Float, absolute, relative)) is null);

    /// <summary>Each of the first three failed or passed as the difference was rounded.</summary>
    [Theory]
    [InlineData("1.00", "1.01", 0.01, true)]
    [InlineData("3.14", "3.15", 0.01, true)]
    [InlineData("0.333333", "0.333334", 1e-6, true)]
    [InlineData("0.333334", "0.333333", 1e-6, true)]
    [InlineData("1000000", "1000001", 1e-6, true)]
    [InlineData("1000000", "999999", 1e-6, true)]
    [InlineData("1000000", "1000001.001", 1e-6, false)]
    [InlineData("-3", "-3.3", 0.1, true)]
    [InlineData("-3", "-3.30001", 0.1, false)]
    [InlineData("0.1", "0.100001", 1e-6, true)]
    [InlineData("0.1", "0.1000011", 1e-6, false)]
    [InlineData("0", "1e-15", 0, true)]
    [InlineData("0", "2e-15", 0, false)]
    [InlineData("123456789", "123456789.0000001", 0, true)]
    [InlineData("5", "-4", 2, true)]
    [InlineData("nan", "NAN", 0, true)]
    [InlineData("nan", "0", 1e9, false)]
    [InlineData("0", "nan", 1e9, false)]
    [InlineData("inf", "inf", 0, true)]
    [InlineData("inf", "-inf", 1e9, false)]
    [InlineData("-inf", "1e300", 1e9, false)]
    [InlineData("1", "inf", 1e9, false)]
    public void Float_EqualTolerances_DecideAsTestlib(string expected, string actual, double tolerance, bool passes) =>
        Assert.Equal(passes, Compare(expected, actual, new Checker(CheckerKind.Float, tolerance, tolerance)) is null);

    [Fact]
    public void Float_AnyAtTheTolerance_Passes()
    {
        foreach (var tolerance in new[] { 0.1, 0.01, 1e-3, 1e-6, 1e-9 })
        {
            for (var hundredths = -2_000; hundredths <= 2_000; hundredths += 7)
            {
                var (expected, actual) = (hundredths / 100m, (hundredths / 100m) + (decimal)tolerance);
                Assert.Null(Compare(Text(expected), Text(actual), new Checker(CheckerKind.Float, tolerance, tolerance)));
                Assert.Null(Compare(Text(actual), Text(expected), new Checker(CheckerKind.Float, tolerance, tolerance)));
            }
        }

        static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Float_Difference_IsShown() =>
        Assert.Equal("line 2: expected \"2.5\", got \"2.6\" (word 2)", Compare("1 2.5", "1.0\n2.6"));

    [Fact]
    public void TryParse_WhatPrintfWrites_IsReadBack()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64());
            var text = double.IsFinite(value) ? value.ToString("E17", CultureInfo.InvariantCulture) : "inf";

            Assert.True(Numbers.TryParse(Encoding.UTF8.GetBytes(text), out var read), text);
            Assert.True(!double.IsFinite(value) || read.Equals(value), text);
        }
    }

    private static string? Compare(string expected, string actual, Checker? checker = null) => Comparison.FirstDifference(
        Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(actual), checker ?? new Checker(CheckerKind.Float));
}
