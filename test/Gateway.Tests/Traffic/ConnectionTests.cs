using System.Net;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Traffic;

public sealed class ConnectionTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Ask = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly Dictionary<string, string?> _two = new() { ["Gateway:Traffic:MaxConnectionsPerAddress"] = "2" };

    [Fact]
    public async Task Connect_AddressIsAtItsBound_ClosesItsLongestIdleOne()
    {
        await using var app = await StartAppAsync(_two);
        using var first = await RawClient.ConnectAsync(app);
        await first.SendAsync(Ask);
        Assert.Contains("200 OK", await first.ReceiveAnswerAsync(), StringComparison.Ordinal);
        using var second = await RawClient.ConnectAsync(app);
        await second.SendAsync(Ask);
        Assert.Contains("200 OK", await second.ReceiveAnswerAsync(), StringComparison.Ordinal);

        using var third = await RawClient.ConnectAsync(app);
        await third.SendAsync(Ask);

        Assert.Contains("200 OK", await third.ReceiveAnswerAsync(), StringComparison.Ordinal);
        Assert.Empty(await first.ReceiveAsync());
        await second.SendAsync(Ask);
        Assert.Contains("200 OK", await second.ReceiveAnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AddressIsAtItsBoundAndNoneIsIdle_IsClosedAndAnotherAddressIsServed()
    {
        await using var app = await StartAppAsync(_two);
        var job = Submissions.Add();
        using var stream = await RawClient.ConnectAsync(app);
        await stream.SendAsync($"GET /events?id={job.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
        await job.Watched.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using var poll = await RawClient.ConnectAsync(app);
        await poll.SendAsync($"GET /status?id={job.Id}&wait=30 HTTP/1.1\r\nHost: x\r\n\r\n");
        await job.Waited.Task.WaitAsync(TimeSpan.FromSeconds(30));

        using var refused = await RawClient.ConnectAsync(app);
        using var other = await RawClient.ConnectAsync(app, from: "127.0.0.2");
        await other.SendAsync(Ask);

        Assert.Empty(await refused.ReceiveAsync());
        Assert.Contains("200 OK", await other.ReceiveAnswerAsync(), StringComparison.Ordinal);
        job.Finish(Samples.Result());
        Assert.Contains("200 OK", await poll.ReceiveAnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_NearlyFullAndTheOneWithMostHasNoneIdle_IdleOnesOfTheNextMakeRoom()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:MaxConnections"] = "10" });
        var job = Submissions.Add();
        var busy = new List<RawClient>();
        for (var count = 0; count < 5; count++)
        {
            busy.Add(await RawClient.ConnectAsync(app));
            await busy[^1].SendAsync($"GET /events?id={job.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200", await busy[^1].ReceiveAsync(12), StringComparison.Ordinal);
        }

        using var only = await AskedAsync(app, "127.0.0.4");
        using var first = await AskedAsync(app, "127.0.0.2");
        using var second = await AskedAsync(app, "127.0.0.2");
        using var third = await AskedAsync(app, "127.0.0.2");

        using var newcomer = await AskedAsync(app, "127.0.0.3");
        using var another = await AskedAsync(app, "127.0.0.3");

        Assert.Empty(await first.ReceiveAsync());
        await only.SendAsync(Ask);
        Assert.Contains("200 OK", await only.ReceiveAnswerAsync(), StringComparison.Ordinal);
        busy.ForEach(static client => client.Dispose());
    }

    private static async Task<RawClient> AskedAsync(GatewayApp app, string from)
    {
        var client = await RawClient.ConnectAsync(app, from);
        await client.SendAsync(Ask);
        Assert.Contains("200 OK", await client.ReceiveAnswerAsync(), StringComparison.Ordinal);
        return client;
    }

    [Fact]
    public async Task Connect_NothingIsAsked_IsClosedAfterTheTime()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Traffic:FirstRequestTimeout"] = "00:00:01" });
        using var silent = await RawClient.ConnectAsync(app);
        using var slow = await RawClient.ConnectAsync(app);
        await slow.SendAsync("GET /healthz HTTP/1.1\r\nHo");

        Assert.Empty(await silent.ReceiveAllAsync());
        Assert.DoesNotContain("200 OK", await slow.ReceiveAllAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ClientHasAsManyAsItMay_Is429OnlyForThoseThatWait()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Traffic:MaxStreamsPerClient"] = "1" });
        var job = Submissions.Add();
        var waiting = app.GetAsync($"/status?id={job.Id}&wait=30");
        await job.Waited.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var poll = await app.GetAsync($"/status?id={job.Id}&wait=1");
        var stream = await app.GetAsync($"/events?id={job.Id}");
        var status = await app.GetAsync($"/status?id={job.Id}");

        Assert.Contains("1 event streams and waiting requests", poll.AssertProblem(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        Assert.Equal("5", poll.Header("Retry-After"));
        stream.AssertProblem(HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, status.Status);
        job.Finish(Samples.Result());
        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/status?id={job.Id}&wait=1")).Status);
    }
}
