using System.Net;
using System.Text;
using CodeRunner.Gateway.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Tests.Access;

public sealed class ProxyTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";

    [Theory]
    [InlineData(null, "198.51.100.1", "127.0.0.1")]
    [InlineData("10.0.0.0/8", "198.51.100.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.0/8", "203.0.113.9, 198.51.100.1", "198.51.100.1")]
    [InlineData("127.0.0.0/8", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("127.0.0.0/8", "nonsense", "127.0.0.1")]
    public async Task Run_ForwardedFor_CountsFromAConfiguredProxyOnly(string? proxy, string forwarded, string client)
    {
        await using var app = await StartAppAsync(proxy is null ? null : new() { ["Gateway:TrustedProxies:0"] = proxy });
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new StringContent(Hello, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Forwarded-For", forwarded);

        await app.SendAsync(request);

        Assert.Equal(client, Submissions.Submitted.Last().Request.Client);
    }

    [Fact]
    public async Task Request_ThroughAProxy_CountsForItsClientLikeAConnection()
    {
        await using var app = await StartAppAsync(new()
        {
            ["Gateway:TrustedProxies:0"] = "127.0.0.1",
            ["Gateway:Traffic:MaxConnectionsPerAddress"] = "1",
        });
        var job = Submissions.Add();
        var waiting = AskAsync(app, $"/status?id={job.Id}&wait=30", "198.51.100.1");
        await job.Waited.Task.WaitAsync(TimeSpan.FromSeconds(30));

        var same = await AskAsync(app, $"/status?id={job.Id}", "198.51.100.1");
        var other = await AskAsync(app, $"/status?id={job.Id}", "198.51.100.2");

        Assert.Contains("1 connections and requests", same.AssertProblem(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, other.Status);
        job.Finish(Samples.Result());
        await waiting;
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(app, $"/status?id={job.Id}", "198.51.100.1")).Status);
    }

    [Theory]
    [InlineData("Gateway:TrustedProxies:0", "proxy.example")]
    [InlineData("Gateway:TrustedProxies:0", "10.0.0.0/33")]
    [InlineData("Gateway:Traffic:LargeShare", "1048576")]
    [InlineData("Gateway:Traffic:MaxConnectionsPerAddress", "0")]
    public async Task Settings_Impossible_AreRefusedAtStart(string name, string value) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => StartAppAsync(new() { [name] = value }));

    private static Task<Reply> AskAsync(GatewayApp app, string path, string client)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-Forwarded-For", client);
        return app.SendAsync(request);
    }
}
