using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace CodeRunner.Client.Tests;

public sealed class WatchTests : ClientTest
{
    private const string Running = "id: 2\nevent: state\ndata: {\"state\":\"running\",\"attempt\":1}";
    private const string Output = "id: 3x\nevent: output\ndata: {\"test\":1,\"stream\":\"stderr\",\"data\":\"5\\n\"}";

    private static string Result => $"id: 9\nevent: result\ndata: {FakeServer.Status("completed")}";

    [Fact]
    public async Task Watch_AllKinds_AreTyped()
    {
        Server.AnswerEvents(
            ": hello",
            Running,
            "id: 3\nevent: progress\ndata: {\"phase\":\"compiling\",\"test\":0,\"tests\":2,\"text\":\"compiling\"}",
            "event: output\ndata: {\"test\":1,\"stream\":\"stdout\",\"data\":\"x\"}",
            "id: 4\nevent: brand-new\ndata: {}",
            "id: 5\nevent: test\ndata: {\"test\":1,\"verdict\":\"accepted\",\"cpuTimeMs\":1.5,\"wallTimeMs\":2,\"memoryBytes\":3}",
            "id: 6\nevent: missed\ndata: {\"count\":7}",
            Result);

        var events = await Server.Client().WatchAsync(FakeServer.Job).ToListAsync();

        Assert.Equal(
            [
                new StateEvent(JobState.Running, 1) { Id = "2" },
                new ProgressEvent(new JobProgress(JobPhase.Compiling, 0, 2, "compiling")) { Id = "3" },
                new OutputEvent(1, OutputStream.Stdout, "x"),
                new TestEvent(1, Verdict.Accepted, 1.5, 2, 3) { Id = "5" },
                new MissedEvent(7) { Id = "6" },
            ],
            events.SkipLast(1));
        Assert.True(Assert.IsType<ResultEvent>(events[^1]).Status.IsFinished);
        Assert.Equal($"GET /base/events?id={FakeServer.Job}", Assert.Single(Server.Requests).Line);
    }

    [Fact]
    public async Task Watch_StreamEndsEarly_GoesOnAfterTheLastEvent()
    {
        Server.AnswerEvents(Running, Output).Fail().AnswerEvents(Result);

        var events = await Server.Client(time: Clock).WatchAsync(FakeServer.Job, "1", ContentEncoding.Base64).ToListAsync();

        Assert.Equal(["2", "3x", "9"], events.Select(static happened => happened.Id));
        Assert.Equal(["1", "3x", "3x"], Server.Requests.Select(static request => request.Headers["Last-Event-ID"]));
        Assert.All(Server.Requests, static request => Assert.EndsWith("&encoding=base64", request.Line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_StreamsThatBringNothing_GiveUpAfterAsManyRetries()
    {
        Server.AnswerEvents(Running).AnswerEvents().AnswerEvents(Output).AnswerEvents().AnswerEvents(": sorry");
        var seen = new List<string?>();

        await Assert.ThrowsAsync<EngineUnreachableException>(async () =>
        {
            await foreach (var happened in Server.Client(static options => options.Retries = 2, Clock).WatchAsync(FakeServer.Job))
                seen.Add(happened.Id);
        });

        Assert.Equal(["2", "3x"], seen);
        Assert.Equal(5, Server.Requests.Count);
    }

    [Fact]
    public async Task Watch_RetriesOff_EndsWithTheStream()
    {
        Server.AnswerEvents(Running);

        var all = Server.Client(static options => options.Retries = 0, Clock).WatchAsync(FakeServer.Job).ToListAsync();

        await Assert.ThrowsAsync<EngineUnreachableException>(async () => await all);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task Watch_UnknownJob_Throws()
    {
        Server.AnswerProblem(HttpStatusCode.NotFound);

        await Assert.ThrowsAsync<NotFoundException>(async () => await Server.Client().WatchAsync(FakeServer.Job).ToListAsync());
    }

    [Fact]
    public async Task Watch_SilentStream_CountsAsBroken()
    {
        var time = new FakeTimeProvider();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{Running}\n\n"));
        Server.Answer(() => Stream(pipe)).AnswerEvents(Result);
        var client = Server.Client(static options => options.StreamTimeout = TimeSpan.FromSeconds(20), time);
        await using var events = client.WatchAsync(FakeServer.Job).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.True(await next);
        Assert.IsType<ResultEvent>(events.Current);
        Assert.Equal("2", Server.Requests[1].Headers["Last-Event-ID"]);
    }

    [Fact]
    public async Task Watch_CallerGivesUp_Ends()
    {
        using var enough = new CancellationTokenSource();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{Running}\n\n"));
        Server.Answer(() => Stream(pipe));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Server.Client().WatchAsync(FakeServer.Job, cancellationToken: enough.Token))
                await enough.CancelAsync();
        });
    }

    private static HttpResponseMessage Stream(Pipe pipe) =>
        new() { Content = new StreamContent(pipe.Reader.AsStream()) { Headers = { { "Content-Type", "text/event-stream" } } } };
}
