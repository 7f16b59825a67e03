using System.Diagnostics.Metrics;

namespace CodeRunner.Grains.Tests.Diagnostics;

/// <summary>What the instruments of one silo say now.</summary>
internal static class Metrics
{
    /// <summary>The values of a counter or gauge that is asked, by the value of its tag.</summary>
    public static Dictionary<string, long> Read(IMeterFactory meters, string name)
    {
        var read = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => read[TagOf(tags)] = value);
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => read[TagOf(tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return read;
    }

    private static string TagOf(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.IsEmpty ? string.Empty : (string)tags[0].Value!;
}
