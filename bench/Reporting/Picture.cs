using System.Globalization;
using System.Text;

namespace CodeRunner.Bench.Reporting;

/// <summary>Draws the ratios to the bare compiler as SVG: a bar for the median, a line from the smallest to the largest, a mark for the goal.</summary>
internal static class Picture
{
    private const int Left = 110;
    private const int BarWidth = 480;
    private const int RowHeight = 44;
    private const int BarHeight = 20;
    private const int Top = 56;
    private const int Right = 90;
    private const double Headroom = 1.15;

    /// <summary>Writes <c>-latency.svg</c> and <c>-throughput.svg</c> where there is something to draw.</summary>
    public static void Write(Report report, string path)
    {
        Write(report, $"{path}-latency.svg", "latency p50", "Latency over bare g++ (less is better; 1 = bare)");
        Write(report, $"{path}-throughput.svg", "throughput", "Throughput over bare g++ (more is better; 1 = bare)");
    }

    private static void Write(Report report, string file, string figureName, string title)
    {
        var rows = report.Scenarios
            .Select(scenario => (scenario.Name, Figure: scenario.Figures.FirstOrDefault(figure => figure.Name == figureName && figure.Goal is { OfRatio: true })))
            .Where(static row => row.Figure?.Ratio is not null)
            .ToArray();
        if (rows.Length == 0)
            return;
        var largest = rows.Max(static row => Math.Max(Math.Max(1, row.Figure!.Ratio!.Max), GoalOf(row.Figure))) * Headroom;
        var height = Top + (rows.Length * RowHeight) + 34;
        var svg = new StringBuilder();
        Line(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Left + BarWidth + Right}" height="{height}" font-family="sans-serif" font-size="13" role="img" aria-label="{title}">""");
        Line(svg, $"""<rect width="100%" height="100%" fill="#fff"/>""");
        Line(svg, $"""<text x="12" y="26" font-size="15" fill="#222">{title}</text>""");
        for (var i = 0; i < rows.Length; i++)
            Row(svg, rows[i].Name, rows[i].Figure!, Top + (i * RowHeight), largest);
        var bare = Left + (BarWidth / largest);
        Line(svg, $"""<line x1="{bare:0.#}" y1="{Top - 12}" x2="{bare:0.#}" y2="{height - 30}" stroke="#888" stroke-dasharray="4 3"/>""");
        Line(svg, $"""<text x="12" y="{height - 10}" fill="#555" font-size="11">{report.Rounds} rounds, {report.Machine.Cores} cores, load before {report.Machine.LoadBefore[0]}; bar: median, line: minimum to maximum, red: goal, dashed: bare</text>""");
        Line(svg, $"</svg>");
        File.WriteAllText(file, svg.ToString());
    }

    private static void Row(StringBuilder svg, string name, Figure figure, int top, double largest)
    {
        var (ratio, middle) = (figure.Ratio!, top + (BarHeight / 2)); // Only figures with a ratio are drawn.
        var goal = X(GoalOf(figure));
        Line(svg, $"""<text x="{Left - 10}" y="{middle + 5}" text-anchor="end" fill="#222">{name}</text>""");
        Line(svg, $"""<rect x="{Left}" y="{top}" width="{X(ratio.Median) - Left:0.#}" height="{BarHeight}" fill="#3a78b5"/>""");
        Line(svg, $"""<line x1="{X(ratio.Min):0.#}" y1="{middle}" x2="{X(ratio.Max):0.#}" y2="{middle}" stroke="#123" stroke-width="2"/>""");
        Line(svg, $"""<line x1="{goal:0.#}" y1="{top - 5}" x2="{goal:0.#}" y2="{top + BarHeight + 5}" stroke="#c0392b" stroke-width="3"/>""");
        Line(svg, $"""<text x="{Math.Max(X(ratio.Max), goal) + 8:0.#}" y="{middle + 5}" fill="#222">{ratio.Median:0.00}</text>""");

        double X(double value) => Left + (value / largest * BarWidth);
    }

    private static double GoalOf(Figure figure) => figure.Goal?.AtMost ?? figure.Goal?.AtLeast ?? 0;

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
