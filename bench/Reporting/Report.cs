using System.Text.Encodings.Web;
using System.Text.Json;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Reporting;

/// <summary>One figure, over all rounds that count.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">What the values count; empty for a plain number.</param>
/// <param name="Bare">The bare way's value; null where there is no bare way.</param>
/// <param name="Engine">The engine's value.</param>
/// <param name="Ratio">The engine's over the bare way's of the same round.</param>
/// <param name="Bound">The highest that the engine's median may be.</param>
internal sealed record Figure(string Name, string Unit, Spread? Bare, Spread Engine, Spread? Ratio, double? Bound)
{
    public bool IsOverBound => Engine.Median > Bound;
}

/// <summary>The figures of one scenario.</summary>
internal sealed record ScenarioReport(string Name, string Description, IReadOnlyList<Figure> Figures);

/// <summary>The server's own figures over the whole run.</summary>
/// <param name="PeakMemoryMiB">The most memory that its process had resident.</param>
internal sealed record ServerReport(double PeakMemoryMiB);

/// <summary>All that a run found out.</summary>
internal sealed record Report(
    DateTimeOffset MeasuredAt, int Rounds, bool Quick, Machine Machine, IReadOnlyList<double> LoadAfter, ServerReport Server, IReadOnlyList<ScenarioReport> Scenarios)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // Nobody reads it as HTML, and the compiler's name has pluses.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new RoundedNumber() },
    };

    /// <summary>Writes it as JSON.</summary>
    public void WriteTo(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllText(file, JsonSerializer.Serialize(this, Json) + "\n");
    }
}
