using System.Net;
using System.Text;
using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.DependencyInjection;

namespace CodeRunner.Gateway.Tests.Traffic;

public sealed class BodyTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const int Large = 3 << 20;

    private static readonly Dictionary<string, string?> _little = new()
    {
        ["Gateway:Limits:MaxRequestBytes"] = "4194304",
        ["Gateway:Traffic:LargeShare"] = "4194304",
        ["Gateway:Traffic:LargeBudget"] = "4194304",
        ["Gateway:Traffic:BudgetPatience"] = "00:00:00.2",
    };

    [Fact]
    public async Task Run_ClientsShareIsTaken_Is429WhileItLastsAndSmallBodiesGoThrough()
    {
        await using var app = await StartAppAsync(_little);
        string refusal;
        using (var slow = await RawClient.ConnectAsync(app))
        {
            await slow.BeginBodyAsync(Large);
            var reply = await UntilAsync(app, Large, HttpStatusCode.TooManyRequests);
            refusal = reply.AssertProblem(HttpStatusCode.TooManyRequests);

            Assert.Equal("5", reply.Header("Retry-After"));
            Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/run", Program(1))).Status);
            Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/run", Program(200 << 10))).Status);
        }

        // The other one has gone, and with it its room.
        await UntilAsync(app, Large, HttpStatusCode.Accepted);
        Assert.Contains("share of 4 MiB", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OthersHaveTheBudget_Is503()
    {
        await using var app = await StartAppAsync(_little);
        using var slow = await RawClient.ConnectAsync(app, from: "127.0.0.2");
        await slow.BeginBodyAsync(Large);

        var reply = await UntilAsync(app, Large, HttpStatusCode.ServiceUnavailable);

        Assert.Contains("budget of 4 MiB", reply.AssertProblem(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("5", reply.Header("Retry-After"));
    }

    [Theory]
    [InlineData("Gateway:Traffic:BodyTimeout", "00:00:01")]
    [InlineData("Gateway:Traffic:StallTimeout", "00:00:01.5")]
    public async Task Run_BodyDoesNotCome_Is408(string setting, string value)
    {
        await using var app = await StartAppAsync(new() { [setting] = value });
        using var slow = await RawClient.ConnectAsync(app);
        await slow.BeginBodyAsync(1000);

        var answer = await slow.ReceiveAllAsync();

        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("The body must come with at least 8 KiB a second", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity, gzip")]
    public async Task Run_CompressedBody_Is415(string encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new StringContent(Program(1), Encoding.UTF8, "application/json") };
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);

        var reply = await App.SendAsync(request);

        Assert.Contains("Content-Encoding", reply.AssertProblem(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LargeBodyOfUnknownLength_IsTakenWhole()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run")
        {
            Content = new StringContent(Program(200 << 10), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;

        var reply = await App.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(Code(200 << 10), Submissions.Submitted.Last().Request.Code.ToString());
    }

    [Fact]
    public async Task Run_LargeBodyOfUnknownLengthWaitsForRoom_HoldsThatOfWhatIsHere()
    {
        const int Medium = 1 << 20;
        const int Half = Medium / 2;
        await using var app = await StartAppAsync(new(_little) { ["Gateway:Traffic:BudgetPatience"] = "00:00:30" });
        var budget = app.Services.GetRequiredService<TrafficBudget>();
        using var waiting = await RawClient.ConnectAsync(app);
        using (var slow = await RawClient.ConnectAsync(app, from: "127.0.0.2"))
        {
            await slow.BeginBodyAsync(Large);
            await UntilAsync(() => budget.Used == Large);
            await waiting.SendAsync("POST /run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

            // Half of it has medium room first: were all of it there at once, it would wait in the connection and hold none.
            await SendChunkAsync(waiting, """{"language":"cpp","code":"int main(){}","stdin":" """ + new string('x', Half));
            await UntilAsync(() => budget.Used == Large + Medium);
            await SendChunkAsync(waiting, new string('x', Half) + "\"}");
            await waiting.SendAsync("0\r\n\r\n");

            await UntilAsync(() => budget.IsWaitedFor);
            Assert.Equal(Large + Medium, budget.Used);
        }

        Assert.StartsWith("HTTP/1.1 202", await waiting.ReceiveAnswerAsync(), StringComparison.Ordinal);
        await UntilAsync(() => budget.Used == 0);
    }

    private static Task SendChunkAsync(RawClient client, string content) => client.SendAsync($"{content.Length:x}\r\n{content}\r\n");

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, timeout.Token);
    }

    // Posts until it is answered so: the server notices at its own time that another one came or went.
    private static async Task<Reply> UntilAsync(GatewayApp app, int length, HttpStatusCode status)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var reply = await app.PostAsync("/run", $$"""{"language":"cpp","code":"int main(){}","stdin":"{{new string('x', length)}}"}""");
            if (reply.Status == status)
                return reply;
            timeout.Token.ThrowIfCancellationRequested();
        }
    }

    private static string Code(int length) => "int main(){}" + new string(' ', length);

    private static string Program(int length) => $$"""{"language":"cpp","code":"{{Code(length)}}"}""";
}
