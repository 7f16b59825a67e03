using System.Text;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Judging.Checkers;

namespace CodeRunner.Judging.Tests.Checkers;

/// <summary>
/// Large outputs that are meant to make a comparison slow. A comparison that is not linear would take minutes here; the limit is far
/// above what a linear one takes on a busy machine.
/// </summary>
public sealed class ComparisonFloodTests
{
    private const int Size = 4 << 20;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    public static TheoryData<CheckerKind, string, string> Floods
    {
        get
        {
            var floods = new TheoryData<CheckerKind, string, string>();
            string[] units = ["\n", " ", "\r", "\0", "a", "a ", "a\n", "9"];
            foreach (var kind in new[] { CheckerKind.Exact, CheckerKind.Lines, CheckerKind.Tokens, CheckerKind.Float })
            {
                foreach (var unit in units)
                    floods.Add(kind, unit, unit);
                floods.Add(kind, "\n", " ");
                floods.Add(kind, " \n", "\t\n");
                floods.Add(kind, "a \n", "a\t\n");
                floods.Add(kind, "1 ", "1.0 ");
                floods.Add(kind, "12345678901234567.5 ", "12345678901234567.4 ");
            }

            return floods;
        }
    }

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task FirstDifference_Flood_TakesLinearTime(CheckerKind kind, string expectedUnit, string actualUnit)
    {
        var expected = Flood(expectedUnit, "x"u8);
        var actual = Flood(actualUnit, "y"u8);
        var checker = new Checker(kind);

        var comparisons = Task.Run(() => (
            Apart: Comparison.FirstDifference(expected, actual, checker),
            Missing: Comparison.FirstDifference(expected, [], checker),
            Extra: Comparison.FirstDifference([], actual, checker)));
        var (apart, missing, extra) = await comparisons.WaitAsync(_limit);

        Assert.NotNull(apart);
        Assert.NotNull(missing);
        Assert.NotNull(extra);
        Assert.InRange(apart.Length, 1, 1000);
    }

    // The difference comes last, so that everything before it has to be looked at.
    private static byte[] Flood(string unit, ReadOnlySpan<byte> end)
    {
        var bytes = Encoding.UTF8.GetBytes(unit);
        var flood = new byte[(Size / bytes.Length * bytes.Length) + end.Length];
        bytes.CopyTo(flood, 0);
        for (var filled = bytes.Length; filled < flood.Length - end.Length; filled *= 2)
            flood.AsSpan(0, Math.Min(filled, flood.Length - filled)).CopyTo(flood.AsSpan(filled));
        end.CopyTo(flood.AsSpan(flood.Length - end.Length));
        return flood;
    }
}
