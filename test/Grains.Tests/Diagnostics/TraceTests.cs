using System.Collections.Concurrent;
using System.Diagnostics;
using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Tests.Fakes;

namespace CodeRunner.Grains.Tests.Diagnostics;

/// <summary>The queue between a request and its run does not break the trace.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == GrainsInstruments.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task Run_OfATracedRequest_BelongsToItsTrace()
    {
        var parent = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var request = Some.Request(Some.Code()) with
        {
            TraceParent = $"00-{parent.TraceId}-{parent.SpanId}-01",
            CreatedAt = TimeProvider.System.GetUtcNow().AddSeconds(-1),
        };
        await using var cluster = await new GrainsCluster().StartAsync();
        var submission = cluster.Submission(Guid.NewGuid());
        Assert.Null(await submission.SubmitAsync(request));
        var run = await cluster.Runner.NextAsync(request.Code.ToString());
        var during = run.Trace;
        run.Accept();
        await GrainsCluster.ResultAsync(submission);
        await TestTime.UntilAsync(() => Task.FromResult(Spans(parent).Count == 2));

        var spans = Spans(parent);
        Assert.Equal(["execute", "queue"], spans.Select(static span => span.OperationName).Order(StringComparer.Ordinal));
        Assert.All(spans, span => Assert.Equal(parent.SpanId, span.ParentSpanId));
        Assert.All(spans, span => Assert.Equal(submission.GetPrimaryKey().ToString(), span.GetTagItem("coderunner.submission.id")));
        Assert.Equal(parent.TraceId, during?.TraceId);
    }

    [Fact]
    public async Task Run_OfARequestThatNobodyTraces_HasNoSpans()
    {
        await using var cluster = await new GrainsCluster().StartAsync();
        var code = Some.Code();
        var submission = await cluster.SubmitAsync(code);
        var run = await cluster.Runner.NextAsync(code);
        run.Accept();
        await GrainsCluster.ResultAsync(submission);

        Assert.Null(run.Trace);
        Assert.DoesNotContain(_spans, span => submission.GetPrimaryKey().ToString().Equals(span.GetTagItem("coderunner.submission.id")));
    }

    public void Dispose() => _listener.Dispose();

    private List<Activity> Spans(ActivityContext parent) => [.. _spans.Where(span => span.TraceId == parent.TraceId)];
}
