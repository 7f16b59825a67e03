using CodeRunner.Bench.Reporting;

namespace CodeRunner.Bench.Measuring;

/// <summary>Collects the figures of one scenario, one value a round.</summary>
internal sealed class Recorder
{
    private readonly List<Series> _series = [];

    /// <summary>Adds a round's value of the engine, and of the bare way where there is one.</summary>
    /// <param name="name">What was measured; the same in every round.</param>
    /// <param name="unit">What the values count.</param>
    /// <param name="engine">The engine's value.</param>
    /// <param name="bare">The bare way's value.</param>
    /// <param name="goal">What it must reach.</param>
    public void Add(string name, string unit, double engine, double? bare = null, Goal? goal = null)
    {
        var series = _series.Find(series => series.Name == name);
        if (series is null)
            _series.Add(series = new Series(name, unit, goal));
        series.Engine.Add(engine);
        if (bare is { } value)
            series.Bare.Add(value);
    }

    /// <summary>Adds p50 and p95 of what took so many milliseconds each.</summary>
    public void AddLatency(string name, IReadOnlyCollection<double> engine, IReadOnlyCollection<double>? bare, int high, Goal? median = null, Goal? highest = null)
    {
        foreach (var percent in new[] { 50, high })
        {
            var part = percent / 100.0;
            Add($"{name} p{percent}", "ms", Spread.Quantile(engine, part), bare is null ? null : Spread.Quantile(bare, part), percent == 50 ? median : highest);
        }
    }

    public IReadOnlyList<Figure> Figures() => [.. _series.Select(static series => series.ToFigure())];

    private sealed record Series(string Name, string Unit, Goal? Goal)
    {
        public List<double> Engine { get; } = [];

        public List<double> Bare { get; } = [];

        public Figure ToFigure() => new(
            Name,
            Unit,
            Bare.Count == 0 ? null : Spread.Of(Bare),
            Spread.Of(Engine),
            // Of the same round: what slows the machine down for a while slows both.
            Bare.Count == 0 ? null : Spread.Of([.. Engine.Zip(Bare, static (engine, bare) => engine / bare)]),
            Goal);
    }
}
