namespace CodeRunner.Bench.Measuring;

/// <summary>One figure over all rounds.</summary>
/// <param name="Median">The middle one.</param>
/// <param name="Min">The smallest one.</param>
/// <param name="Max">The largest one.</param>
internal sealed record Spread(double Median, double Min, double Max)
{
    private const double Middle = 0.5;

    public static Spread Of(IReadOnlyCollection<double> values) => new(Quantile(values, Middle), values.Min(), values.Max());

    public static double MedianOf(IReadOnlyCollection<double> values) => Quantile(values, Middle);

    /// <summary>The value below which <paramref name="part"/> of all lie; between two of them, on the line that joins them.</summary>
    public static double Quantile(IReadOnlyCollection<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        var position = part * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
