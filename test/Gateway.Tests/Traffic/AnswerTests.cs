using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.Gateway.Tests.Fakes;

namespace CodeRunner.Gateway.Tests.Traffic;

public sealed class AnswerTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const int Large = 3 << 20;

    private static readonly Dictionary<string, string?> _little = new()
    {
        ["Gateway:Limits:MaxRequestBytes"] = "4194304",
        ["Gateway:Traffic:LargeShare"] = "4194304",
        ["Gateway:Traffic:LargeBudget"] = "8388608",
        ["Gateway:Traffic:BudgetPatience"] = "00:00:00.2",
        ["Gateway:Traffic:StallTimeout"] = "00:00:04",
    };

    [Fact]
    public async Task Status_ReaderStandsStill_IsCutOffAndHoldsNobodyUp()
    {
        await using var app = await StartAppAsync(_little);
        var large = Submissions.Add().Finish(Samples.Result(Samples.Test(stdout: new string('\u0001', Large))));
        using var slow = await RawClient.ConnectAsync(app, from: "127.0.0.2", receiveBuffer: 4096);
        await slow.SendAsync($"GET /status?id={large.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await slow.ReceiveAsync(12), StringComparison.Ordinal);

        using var second = await RawClient.ConnectAsync(app, from: "127.0.0.2");
        await second.SendAsync($"GET /status?id={large.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
        var refused = await second.ReceiveAsync();
        var other = await app.GetAsync($"/status?id={large.Id}");

        Assert.StartsWith("HTTP/1.1 429", refused, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!refused.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            using var again = await RawClient.ConnectAsync(app, from: "127.0.0.2");
            await again.SendAsync($"GET /status?id={large.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
            refused = await again.ReceiveAsync();
            Assert.NotEmpty(refused);
            timeout.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task Events_NoRoomForALargeResult_Is429AndItIsNotFetched()
    {
        await using var app = await StartAppAsync(_little);
        var large = Submissions.Add().Finish(Samples.Result(Samples.Test(stdout: new string('\u0001', Large))));
        using var slow = await RawClient.ConnectAsync(app, receiveBuffer: 4096);
        await slow.SendAsync($"GET /status?id={large.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await slow.ReceiveAsync(12), StringComparison.Ordinal);
        var readings = large.Readings;

        var reply = await app.GetAsync($"/events?id={large.Id}");

        reply.AssertProblem(HttpStatusCode.TooManyRequests);
        Assert.Equal(readings, large.Readings);
    }

    [Fact]
    public async Task Events_ReaderOfALargeResultStandsStill_HoldsItsRoom()
    {
        await using var app = await StartAppAsync(_little);
        var large = Submissions.Add().Finish(Samples.Result(Samples.Test(stdout: new string('\u0001', Large))));
        using var slow = await RawClient.ConnectAsync(app, receiveBuffer: 4096);
        await slow.SendAsync($"GET /events?id={large.Id} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await slow.ReceiveAsync(12), StringComparison.Ordinal);

        var reply = await app.GetAsync($"/events?id={large.Id}");

        reply.AssertProblem(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Events_EndsWithALargeResult_IsFetchedAnewOnceThereIsRoom()
    {
        await using var app = await StartAppAsync(_little);
        var job = Submissions.Add();
        var stream = app.GetAsync($"/events?id={job.Id}");
        await job.Watched.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var readings = job.Readings;

        job.Finish(Samples.Result(Samples.Test(stdout: new string('\u0001', Large))));

        Assert.Contains("event: result", (await stream).Text, StringComparison.Ordinal);
        Assert.True(job.Readings > readings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&encoding=base64")]
    public async Task Status_LongOutputs_AreWrittenAsShortOnesAre(string encoding)
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(static number => $"{number}\t\"ä€𝄞\\\n"));
        var job = Submissions.Add(hasTests: true).Finish(Samples.Result(Samples.Test(stdout: text), Samples.Test(name: "b", stdout: text + "!")));

        var reply = await App.GetAsync($"/status?id={job.Id}{encoding}");

        var outputs = Strings(reply.Json).Select(value => encoding == "" ? value : TryDecode(value)).ToList();
        Assert.Contains(text, outputs);
    }

    private static string TryDecode(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : value;
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Strings(member.Value)),
        _ => [],
    };
}
