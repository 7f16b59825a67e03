using System.Collections.Concurrent;
using System.Diagnostics;
using CodeRunner.Sandbox.Diagnostics;
using CodeRunner.Tests.Shared;

namespace CodeRunner.Judging.Tests;

public sealed class SpansTests
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
}
