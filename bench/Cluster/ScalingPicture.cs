using System.Globalization;
using System.Text;
using CodeRunner.Bench.Measuring;
using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Cluster;

/// <summary>Draws throughput by silos as SVG, with the line that it would be without any cost.</summary>
internal static class ScalingPicture
{
    private const double Left = 64;
    private const double Top = 40;
    private const double Width = 420;
    private const double Height = 260;
    private const int Slots = 64;

    /// <summary>Jobs of 500 ms that a slot can run in a second.</summary>
    private const double Ideal = 2;

    /// <summary>Writes it, if the report has the figures.</summary>
    public static void Write(Report report, string file)
    {
        var figures = report.Scenarios.Where(static scenario => scenario.Name == ScalingPart.PartName).SelectMany(static scenario => scenario.Figures).ToDictionary(static figure => figure.Name);
        (int Silos, Spread PerSecond)[] points = [.. ScalingPart.Silos.Where(Has).Select(silos => (silos, figures[ScalingPart.Throughput(silos)].Engine))];
        if (points.Length == 0)
            return;
        var most = points[^1].Silos;
        var highest = most * Slots * Ideal;
        var svg = new StringBuilder();
        Add(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 20} {Top + Height + 52}" width="{Left + Width + 20}" font-family="sans-serif" font-size="12" role="img" aria-label="Throughput by number of silos">""");
        Add(svg, $"""<rect width="100%" height="100%" fill="#fff"/><text x="{Left}" y="20" font-size="14">Submissions a second by silos of {Slots} slots, jobs of 500 ms</text>""");
        Add(svg, $"""<path d="M{Left} {Top}V{Top + Height}H{Left + Width}" fill="none" stroke="#444"/>""");
        Add(svg, $"""<path d="M{Left} {Top + Height}L{X(most)} {Y(highest)}" stroke="#999" stroke-dasharray="5 4"/>""");
        foreach (var (silos, rate) in points)
        {
            Add(svg, $"""<text x="{X(silos)}" y="{Top + Height + 18}" text-anchor="middle">{silos}</text>""");
            Add(svg, $"""<text x="{Left - 8}" y="{Y(silos * Slots * Ideal) + 4}" text-anchor="end">{silos * Slots * Ideal}</text>""");
            Add(svg, $"""<path d="M{X(silos)} {Y(rate.Min)}V{Y(rate.Max)}" stroke="#1565c0" stroke-width="3"/><circle cx="{X(silos)}" cy="{Y(rate.Median)}" r="5" fill="#1565c0"/>""");
            Add(svg, $"""<text x="{X(silos) - 8}" y="{Y(rate.Median) - 8}" text-anchor="end" fill="#1565c0">{rate.Median:0}</text>""");
        }

        Add(svg, $"""<polyline points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Silos)},{Y(point.PerSecond.Median)}")))}" fill="none" stroke="#1565c0"/>""");
        Add(svg, $"""<text x="{Left}" y="{Top + Height + 40}" fill="#555">silos; dashed: every slot busy all the time; {report.Machine.Cores} cores, load before {report.Machine.LoadBefore[0]}</text></svg>""");
        File.WriteAllText(file, svg.ToString());

        bool Has(int silos) => figures.ContainsKey(ScalingPart.Throughput(silos));
        double X(int silos) => Left + (Width * silos / most * 0.96);
        double Y(double rate) => Top + Height - (Height * rate / highest * 0.94);
    }

    private static void Add(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
