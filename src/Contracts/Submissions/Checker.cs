namespace CodeRunner.Contracts.Submissions;

/// <summary>How a program's output is compared with the expected output.</summary>
[GenerateSerializer, Alias("CodeRunner.CheckerKind")]
public enum CheckerKind
{
    /// <summary>Not set; never stored.</summary>
    Unknown = 0,

    /// <summary>Line by line; blanks at the end of a line (a CR too) and empty lines at the end don't matter.</summary>
    Lines = 1,

    /// <summary>Byte by byte.</summary>
    Exact = 2,

    /// <summary>Word by word; how they are spaced doesn't matter.</summary>
    Tokens = 3,

    /// <summary>Word by word; two numbers are equal within a tolerance.</summary>
    Float = 4,
}

/// <summary>A checker and its settings.</summary>
/// <param name="Kind">How to compare.</param>
/// <param name="AbsoluteTolerance">Only for <see cref="CheckerKind.Float"/>: the largest |got - expected| that passes; 0 or more.</param>
/// <param name="RelativeTolerance">Only for <see cref="CheckerKind.Float"/>: the largest |got - expected| / |expected| that passes; 0 or more.
/// A number passes when it is within either tolerance.</param>
[GenerateSerializer, Immutable, Alias("CodeRunner.Checker")]
public sealed record Checker(
    [property: Id(0)] CheckerKind Kind,
    [property: Id(1)] double AbsoluteTolerance = Checker.DefaultTolerance,
    [property: Id(2)] double RelativeTolerance = Checker.DefaultTolerance)
{
    /// <summary>The tolerance of the float checker where none is given.</summary>
    public const double DefaultTolerance = 1e-6;

    /// <summary>The checker of a submission that names none.</summary>
    public static Checker Default { get; } = new(CheckerKind.Lines);
}
