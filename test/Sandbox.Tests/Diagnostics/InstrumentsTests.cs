using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Sandbox.Tests.Running;

namespace CodeRunner.Sandbox.Tests.Diagnostics;

public sealed class InstrumentsTests
{
    [Fact]
    public async Task Run_UnderASpan_GivesOneForTheCompileAndOneForEachTest()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SandboxInstruments.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var parent = new Activity("parent").Start();

        await new RunnerFixture().RunAsync(RunnerFixture.Request(RunnerFixture.Test(expected: null), RunnerFixture.Test(expected: "never that")));

        var mine = spans.Where(span => span.TraceId == parent.TraceId).ToList();
        Assert.Equal(["compile", "test", "test"], mine.Select(static span => span.OperationName));
        Assert.All(mine, span => Assert.Equal(parent.SpanId, span.ParentSpanId));
        Assert.Equal([1, 2], mine.Skip(1).Select(static span => span.GetTagItem("coderunner.test.number")));
        Assert.Equal(["accepted", "wrong_answer"], mine.Skip(1).Select(static span => span.GetTagItem("coderunner.test.verdict")));
    }

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
