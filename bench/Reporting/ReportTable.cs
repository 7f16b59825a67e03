using System.Globalization;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Reporting;

/// <summary>Prints a report as a Markdown table, which is readable in a terminal as well.</summary>
internal static class ReportTable
{
    private static readonly string[] Heads = ["scenario", "figure", "bare", "engine", "ratio"];

    public static void Print(Report report, TextWriter writer)
    {
        var rows = report.Scenarios
            .SelectMany(static scenario => scenario.Figures.Select(figure => Row(scenario, figure)))
            .ToArray();
        var widths = Heads.Select((head, column) => Math.Max(head.Length, rows.Max(row => row[column].Length))).ToArray();
        writer.WriteLine(Line(Heads, widths));
        writer.WriteLine(Line([.. widths.Select(static width => new string('-', width))], widths));
        foreach (var row in rows)
            writer.WriteLine(Line(row, widths));
        writer.WriteLine();
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Medians of {report.Rounds} rounds (min to max); ratio: engine / bare. Load before: {report.Machine.LoadBefore[0]}. Server's peak memory: {report.Server.PeakMemoryMiB:0} MiB; a warm sandbox: {report.Server.WarmSandboxMiB:0.0} MiB."));
    }

    private static string[] Row(ScenarioReport scenario, Figure figure) =>
    [
        scenario.Name, figure.Unit.Length == 0 ? figure.Name : $"{figure.Name} [{figure.Unit}]",
        Text(figure.Bare), Text(figure.Engine) + Text(figure, ofRatio: false), Text(figure.Ratio) + Text(figure, ofRatio: true),
    ];

    private static string Text(Figure figure, bool ofRatio) => figure.Goal is { } goal && goal.OfRatio == ofRatio
        ? string.Create(CultureInfo.InvariantCulture, $", goal {(goal.AtMost is { } most ? $"<= {most}" : $">= {goal.AtLeast}")}{(figure.IsReached is true ? "" : " MISSED")}")
        : "";

    private static string Text(Spread? spread) => spread is null ? "" : $"{Text(spread.Median)} ({Text(spread.Min)} to {Text(spread.Max)})";

    private static string Text(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 100 => "0",
            >= 10 => "0.0",
            _ => "0.00",
        },
        CultureInfo.InvariantCulture);

    private static string Line(string[] cells, int[] widths) => $"| {string.Join(" | ", cells.Zip(widths, static (cell, width) => cell.PadRight(width)))} |";
}
