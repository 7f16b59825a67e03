namespace CodeRunner.Client;

/// <summary>How outputs are compared with expected outputs.</summary>
/// <param name="Type">Its name.</param>
public sealed record RunChecker(string Type)
{
    /// <summary>Blanks at the end of a line and empty lines at the end don't matter.</summary>
    public static RunChecker Lines { get; } = new("lines");

    /// <summary>Byte by byte.</summary>
    public static RunChecker Exact { get; } = new("exact");

    /// <summary>Word by word, however spaced.</summary>
    public static RunChecker Tokens { get; } = new("tokens");

    /// <summary>As tokens, but two numbers are equal within a tolerance; one of both is enough. Default of either: 1e-6.</summary>
    public static RunChecker Float(double? absoluteTolerance = null, double? relativeTolerance = null) =>
        new("float") { AbsoluteTolerance = absoluteTolerance, RelativeTolerance = relativeTolerance };

    /// <summary>Of <c>float</c>: the largest |got - expected| that passes.</summary>
    public double? AbsoluteTolerance { get; init; }

    /// <summary>Of <c>float</c>: the largest |got - expected| / |expected| that passes.</summary>
    public double? RelativeTolerance { get; init; }
}
