namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>A row of the table.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Kind"><c>counter</c>, <c>gauge</c> or <c>histogram</c>, whose unit is seconds.</param>
/// <param name="Tags">Its tags, sorted and separated by commas.</param>
internal sealed record DocumentedMetric(string Name, string Kind, string Tags)
{
    public string PrometheusName => Name.Replace('.', '_') + Kind switch
    {
        "counter" => "_total",
        "histogram" => "_seconds",
        "gauge" => "",
        _ => throw new InvalidDataException($"{Name} is a {Kind}."),
    };
}

/// <summary>The table of metrics in docs/operations.md.</summary>
internal static class MetricsTable
{
    private const string RowStart = "| `coderunner.";
    private const int Columns = 4;

    public static IReadOnlyList<DocumentedMetric> Read() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "operations.md"))
            .Where(static line => line.StartsWith(RowStart, StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..(Columns + 1)])
            .Select(static cells => new DocumentedMetric(cells[0].Trim('`'), cells[1], Names(cells[2]))),
    ];

    // Each tag is in backticks, before its values in brackets.
    private static string Names(string cell) =>
        string.Join(", ", cell.Split('`').Where(static (_, index) => index % 2 == 1).Order(StringComparer.Ordinal));
}
