using System.Globalization;
using CodeRunner.Contracts;

namespace CodeRunner.Gateway.Intake;

/// <summary>The least and the most that a number in a request may be.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Default">What it is where the request doesn't say.</param>
/// <param name="IsSize">Whether it counts bytes.</param>
internal sealed record Bounds(long Min, long Max, long Default, bool IsSize = false)
{
    /// <summary>Whether a number is within.</summary>
    public bool Contain(long value) => value >= Min && value <= Max;

    /// <summary>What a field with another number is told, to go on from its name.</summary>
    public string Describe(long value)
    {
        var most = IsSize ? $"{Text(Max)} ({new ByteSize(Max)})" : Text(Max);
        return $"must be from {Text(Min)} to {most}, not {Describe(value, Max)}";
    }

    // What is at the end of the type came from a number beyond it.
    private static string Describe(long value, long max) => value switch
    {
        long.MaxValue => $"more than {Text(max)}",
        long.MinValue => "a negative number",
        _ => Text(value),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
