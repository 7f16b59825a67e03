using System.Diagnostics.Metrics;
using CodeRunner.Sandbox.Diagnostics;

namespace CodeRunner.Sandbox.Tests.Diagnostics;

public sealed class InstrumentsTests
{
    [Fact]
    public void Warmed_UpAndDown_IsWhatTheGaugeSays()
    {
        var meters = Instruments.CreateMeters();
        var instruments = new SandboxInstruments(meters);
        var read = new Dictionary<string, int>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name == "coderunner.sandbox.warm")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => read[(string)tags[0].Value!] = value);
        listener.Start();

        instruments.Warmed(SandboxStage.Compile, 1);
        instruments.Warmed(SandboxStage.Run, 1);
        instruments.Warmed(SandboxStage.Run, 1);
        instruments.Warmed(SandboxStage.Compile, -1);
        listener.RecordObservableInstruments();

        Assert.Equal(new() { ["compile"] = 0, ["run"] = 2 }, read);
    }
}
