using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>
/// A limit of a run that a request may name, in whole milliseconds, bytes or processes, whatever a protocol counts in. All are in
/// <see cref="LimitTable"/>.
/// </summary>
/// <param name="BoundsBy">What the settings let requests ask for.</param>
/// <param name="Put">Puts it among the limits that the engine keeps.</param>
/// <param name="Get">What it is among those; null where the engine keeps none.</param>
internal sealed record Limit(Func<LimitsOptions, Bounds> BoundsBy, Func<Limits, long, Limits> Put, Func<Limits, long?> Get)
{
    /// <summary>What it is where the request doesn't say, as far as that depends on the request's other limits.</summary>
    public Func<AskedLimits, LimitsOptions, long>? LeftOut { get; init; }

    /// <summary>What it is for a request.</summary>
    public long ValueFor(AskedLimits asked, LimitsOptions options) => asked[this] ?? LeftOut?.Invoke(asked, options) ?? BoundsBy(options).Default;
}
