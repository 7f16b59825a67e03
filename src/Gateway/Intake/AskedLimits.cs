using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Options;

namespace CodeRunner.Gateway.Intake;

/// <summary>The limits that a request names.</summary>
internal sealed class AskedLimits
{
    private readonly Dictionary<Limit, long> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>What it asks for; null where it leaves the limit out.</summary>
    public long? this[Limit limit]
    {
        get => _values.TryGetValue(limit, out var value) ? value : null;
        set
        {
            if (value is { } given)
                _values[limit] = given;
            else
                _values.Remove(limit);
        }
    }

    /// <summary>The limits as the engine keeps them, every default filled in. What is asked for must be within its bounds.</summary>
    public Limits Fill(LimitsOptions options)
    {
        var most = new ByteSize(LimitTable.Output.BoundsBy(options).Max);
        var outputIsDefault = this[LimitTable.Output] is null;
        var empty = new Limits(TimeSpan.Zero, TimeSpan.Zero, default, default, default, MaxOutput: most, OutputIsDefault: outputIsDefault);
        return LimitTable.All.Aggregate(empty, (limits, limit) => limit.Put(limits, limit.ValueFor(this, options)));
    }
}
