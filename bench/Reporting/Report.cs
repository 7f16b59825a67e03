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
/// <param name="Goal">What its median must reach.</param>
internal sealed record Figure(string Name, string Unit, Spread? Bare, Spread Engine, Spread? Ratio, Goal? Goal)
{
    public bool? IsReached => Goal?.IsReachedBy((Goal.OfRatio ? Ratio : Engine)?.Median ?? double.NaN);
}

/// <summary>What a figure's median must reach.</summary>
/// <param name="OfRatio">Whether it is about the ratio to the bare way, or the engine's own value.</param>
/// <param name="AtMost">The highest that it may be.</param>
/// <param name="AtLeast">The lowest.</param>
internal sealed record Goal(bool OfRatio, double? AtMost, double? AtLeast)
{
    public static Goal ValueAtMost(double value) => new(OfRatio: false, value, AtLeast: null);

    public static Goal ValueAtLeast(double value) => new(OfRatio: false, AtMost: null, value);

    public static Goal RatioAtMost(double value) => new(OfRatio: true, value, AtLeast: null);

    public static Goal RatioAtLeast(double value) => new(OfRatio: true, AtMost: null, value);

    public bool IsReachedBy(double value) => value <= (AtMost ?? double.PositiveInfinity) && value >= (AtLeast ?? double.NegativeInfinity);
}

/// <summary>The figures of one scenario.</summary>
internal sealed record ScenarioReport(string Name, string Description, IReadOnlyList<Figure> Figures);

/// <summary>The server's own figures over the whole run.</summary>
/// <param name="PeakMemoryMiB">The most memory that its process had resident.</param>
/// <param name="WarmSandboxMiB">The memory of its largest sandbox that stands by, its processes' share of what they map.</param>
internal sealed record ServerReport(double PeakMemoryMiB, double WarmSandboxMiB);

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
