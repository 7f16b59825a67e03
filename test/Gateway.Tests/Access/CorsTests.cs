using System.Net;
using System.Text;
using CodeRunner.Gateway.Access;

namespace CodeRunner.Gateway.Tests.Access;

/// <summary>Which pages may call the API from a browser.</summary>
public sealed class CorsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Foreign = "https://example.org";
    private const string Development = "http://localhost:8080";
    private static readonly Dictionary<string, string?> Key = new() { ["Gateway:ApiKeys:someone"] = "secret" };

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:3000")]
    [InlineData("https://[::1]:3000")]
    [InlineData("http://app.localhost")]
    public async Task Answer_LoopbackPage_MayBeRead(string origin)
    {
        var reply = await AskAsync(App, origin);

        Assert.Equal(origin, reply.Header("Access-Control-Allow-Origin"));
        Assert.Equal("Location,Retry-After", reply.Header("Access-Control-Expose-Headers"));
        Assert.Null(reply.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData(Foreign)]
    [InlineData("null")]
    [InlineData("file://")]
    [InlineData("http://localhost.example.org")]
    [InlineData("http://127.0.0.1.example.org:5000")]
    [InlineData("http://notlocalhost")]
    [InlineData("http://192.168.0.1")]
    public async Task Answer_PageOfAnother_MayNotBeRead(string origin)
    {
        Assert.Null((await AskAsync(App, origin)).Header("Access-Control-Allow-Origin"));
        Assert.Null((await PreflightAsync(App, origin, "content-type")).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Answer_OwnPage_MayBeReadUnderTheNameThatItWasAskedBy()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { Host = "judge.example.org" } };
        request.Headers.Add("Origin", "https://judge.example.org");

        Assert.Equal("https://judge.example.org", (await App.SendAsync(request)).Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/run", "POST")]
    [InlineData("/status", "GET")]
    [InlineData("/cancel", "POST")]
    public async Task Preflight_LoopbackPage_IsAllowed(string path, string method)
    {
        var reply = await PreflightAsync(App, Development, "content-type,x-api-key", path, method);

        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        Assert.Equal(Development, reply.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, reply.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Equal("content-type,x-api-key", reply.Header("Access-Control-Allow-Headers"));
    }

    [Fact]
    public async Task Failure_LoopbackPage_MayBeRead()
    {
        var submission = Submissions.Add();
        submission.Failure = new InvalidOperationException("Scripted.");

        var reply = await AskAsync(App, Development, path: $"/status?id={submission.Id}");

        reply.AssertProblem(HttpStatusCode.InternalServerError);
        Assert.Equal(Development, reply.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task AnyPage_WithAKey_MayCall()
    {
        await using var app = await StartAppAsync(Key);

        Assert.Equal("*", (await PreflightAsync(app, Foreign, "content-type,x-api-key")).Header("Access-Control-Allow-Origin"));
        Assert.Equal("*", (await AskAsync(app, Foreign, "secret")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await PreflightAsync(app, Foreign, "content-type")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await AskAsync(app, Foreign, "guess")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await AskAsync(App, Foreign, "secret")).Header("Access-Control-Allow-Origin")); // There are no keys.
    }

    [Theory]
    [InlineData("guess")]
    [InlineData("")]
    public async Task AnyPage_WithAKeyThatIsUnknown_RunsNothing(string key)
    {
        await using var app = await StartAppAsync(Key);
        var request = new HttpRequestMessage(HttpMethod.Post, "/run")
        {
            Content = new StringContent("""{"language":"cpp","code":"int main(){}"}""", Encoding.UTF8, "application/json"),
            Headers = { { "Origin", Foreign } },
        };
        request.Headers.TryAddWithoutValidation("X-API-Key", key);
        var before = Submissions.Submitted.Count;

        var reply = await app.SendAsync(request);

        Assert.Contains("X-API-Key", reply.AssertProblem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        Assert.Equal(before, Submissions.Submitted.Count);
    }

    [Fact]
    public async Task AllowedHosts_AnotherName_IsRefused()
    {
        await using var app = await StartAppAsync(new() { ["AllowedHosts"] = "127.0.0.1" });

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/healthz")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.SendAsync(new(HttpMethod.Get, "/healthz") { Headers = { Host = "rebound.example.org" } })).Status);
    }

    [Fact]
    public async Task AnyPage_WhereKeysAreRequired_MayRead()
    {
        await using var app = await StartAppAsync(new Dictionary<string, string?>(Key) { ["Gateway:RequireApiKey"] = "true" });

        Assert.Equal("*", (await AskAsync(app, Foreign)).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origins_Named_AreAllowedAndNoOther()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Cors:Origins:0"] = Foreign, ["Gateway:Cors:Loopback"] = "false" });

        Assert.Equal(Foreign, (await AskAsync(app, Foreign)).Header("Access-Control-Allow-Origin"));
        Assert.Null((await AskAsync(app, "http://example.org")).Header("Access-Control-Allow-Origin"));
        Assert.Null((await AskAsync(app, Development)).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origins_Star_AllowsAll()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Cors:Origins:0"] = "*" });

        Assert.Equal("*", (await AskAsync(app, Foreign)).Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("https://example.org/")]
    [InlineData("https://example.org/page")]
    [InlineData("ftp://example.org")]
    [InlineData("")]
    public void Origins_NotAnOrigin_IsRefused(string origin)
    {
        var settings = new CorsSettings { Origins = { origin } };

        var result = new CorsSettingsValidator().Validate(name: null, settings);

        Assert.Contains("Gateway:Cors:Origins", result.FailureMessage, StringComparison.Ordinal);
    }

    private static Task<Reply> AskAsync(GatewayApp app, string origin, string? key = null, string path = "/healthz")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", origin);
        if (key is not null)
            request.Headers.Add("X-API-Key", key);
        return app.SendAsync(request);
    }

    private static Task<Reply> PreflightAsync(GatewayApp app, string origin, string headers, string path = "/run", string method = "POST")
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        request.Headers.Add("Access-Control-Request-Headers", headers);
        return app.SendAsync(request);
    }
}
