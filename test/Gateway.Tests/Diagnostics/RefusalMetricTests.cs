using System.Diagnostics.Metrics;
using CodeRunner.Gateway.Diagnostics;
using CodeRunner.Gateway.Intake;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Diagnostics;

/// <summary>What is counted as a failure of ours, and what isn't.</summary>
public sealed class RefusalMetricTests
{
    [Theory]
    [InlineData(nameof(RefusalReason.KeyReused), "invalid")]
    [InlineData(nameof(RefusalReason.StorageUnavailable), "storage_unavailable")]
    [InlineData(nameof(RefusalReason.ClientStorageFull), "client_storage_full")]
    [InlineData(nameof(RefusalReason.ClientTrafficFull), "over_budget")]
    public void Refused_Reason_IsCountedAs(string reason, string expected)
    {
        using var services = new ServiceCollection().AddMetrics().AddSingleton<GatewayInstruments>().BuildServiceProvider();
        var instruments = services.GetRequiredService<GatewayInstruments>();
        var counted = new List<object?>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (value > 0)
                counted.Add(tags[0].Value);
        });
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == GatewayInstruments.Name && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                self.EnableMeasurementEvents(instrument);
        };
        listener.Start();

        instruments.Refused(Enum.Parse<RefusalReason>(reason));
        listener.RecordObservableInstruments();

        Assert.Equal([expected], counted.Select(static tag => $"{tag}"));
    }
}
