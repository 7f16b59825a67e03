using System.Diagnostics.Metrics;
using System.Text.Json;

namespace CodeRunner.Contracts.Diagnostics;

/// <summary>
/// A counter with one tag that has few values, all of which are exported from the start, with 0: a rate over a series that
/// begins with its first failure misses that failure. Cheap: an addition, whether anybody listens or not.
/// </summary>
public sealed class EnumCounter<T>
    where T : struct, Enum
{
    private const string Unset = "Unknown";

    // By the value's name, as it is in JSON too.
    private static readonly (T Value, string Word)[] Known =
    [
        .. Enum.GetValues<T>().Where(static value => value.ToString() != Unset)
            .Select(static value => (value, JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))),
    ];

    private readonly long[] _counts = new long[Known.Length];

    /// <summary>Makes one.</summary>
    /// <param name="meter">The meter that it belongs to.</param>
    /// <param name="name">The instrument's name.</param>
    /// <param name="unit">What is counted, for example <c>{submission}</c>.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="tag">The tag's name.</param>
    public EnumCounter(Meter meter, string name, string unit, string description, string tag)
    {
        ArgumentNullException.ThrowIfNull(meter);
        meter.CreateObservableCounter(
            name,
            () => Known.Select((known, index) => new Measurement<long>(Volatile.Read(ref _counts[index]), new KeyValuePair<string, object?>(tag, known.Word))),
            unit,
            description);
    }

    /// <summary>Counts one; a value without a name is not counted.</summary>
    public void Add(T value)
    {
        var index = Array.FindIndex(Known, known => EqualityComparer<T>.Default.Equals(known.Value, value));
        if (index >= 0)
        {
            Interlocked.Increment(ref _counts[index]);
        }
    }

    /// <summary>All values with their counts.</summary>
    public IEnumerable<KeyValuePair<T, long>> Read() =>
        Known.Select((known, index) => KeyValuePair.Create(known.Value, Volatile.Read(ref _counts[index])));

    /// <summary>All counts together.</summary>
    public long Sum() => Read().Sum(static count => count.Value);
}
