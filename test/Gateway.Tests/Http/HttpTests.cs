using System.Net;
using System.Text;
using CodeRunner.Contracts.Submissions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Tests.Http;

public sealed class HttpTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Hello = """{"language":"cpp","code":"int main(){}"}""";

    [Theory]
    [InlineData("GET", "/run", "POST")]
    [InlineData("PUT", "/run", "POST")]
    [InlineData("DELETE", "/status", "GET")]
    [InlineData("POST", "/status", "GET")]
    [InlineData("GET", "/cancel", "POST")]
    [InlineData("POST", "/events", "GET")]
    [InlineData("HEAD", "/events", "GET")]
    [InlineData("POST", "/languages", "GET")]
    [InlineData("PATCH", "/healthz", "GET")]
    [InlineData("POST", "/readyz", "GET")]
    public async Task AnyRoute_WrongMethod_Is405WithTheRightOne(string method, string path, string allowed)
    {
        var reply = await App.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, reply.Status);
        Assert.Equal(allowed, string.Join(',', reply.Message.Content.Headers.Allow));
        if (method != "HEAD")
            reply.AssertProblem(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("/Run/x")]
    [InlineData("/status/")]
    [InlineData("/nonsense")]
    [InlineData("/..%2f..%2fetc/passwd")]
    public async Task UnknownRoute_Get_Is404(string path)
    {
        var reply = await App.GetAsync(path);

        if (path != "/status/")
            reply.AssertProblem(HttpStatusCode.NotFound);
        else
            reply.AssertInvalid("id");
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/event-stream")]
    [InlineData("image/png")]
    public async Task Problem_ClientAcceptsOnlyOtherThings_IsStillAProblemBody(string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/nonsense");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        (await App.SendAsync(request)).AssertProblem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/languages")]
    [InlineData("/openapi/v1.json")]
    public async Task GetRoute_Head_IsLikeGetWithoutTheBody(string path)
    {
        var reply = await App.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Empty(reply.Bytes);
    }

    [Fact]
    public async Task Status_Head_IsLikeGetWithoutTheBody()
    {
        var found = await App.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/status?id={Submissions.Add().Id}"));
        var missing = await App.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"/status?id={Guid.NewGuid()}"));

        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/nonsense")]
    [InlineData("/status")]
    [InlineData("/docs")]
    public async Task AnyAnswer_Get_MayNotBeSniffed(string path) => Assert.Equal("nosniff", (await App.GetAsync(path)).Header("X-Content-Type-Options"));

    [Fact]
    public async Task Languages_Get_ListsWhatRequestsMayName()
    {
        var reply = await App.GetAsync("/languages");

        Assert.Equal(
            """
            [{"id":"cpp","name":"C++","aliases":["c++","g++"],"version":"g++ 12.2.0","standards":["11","14","17","20"],"defaultStandard":"20",
            "compileOptions":["-O[0-3]","-W[a-z-]+"],"sourceName":"main.cpp"},
            {"id":"sh","name":"Shell","aliases":[],"version":"dash","standards":[],"defaultStandard":null,"compileOptions":[],"sourceName":"main.sh"}]
            """.ReplaceLineEndings(string.Empty),
            reply.Text);
    }

    [Fact]
    public async Task Health_Alive_SaysOk()
    {
        Assert.Equal("""{"status":"ok"}""", (await App.GetAsync("/healthz")).Text);
        Assert.Equal("""{"status":"ready"}""", (await App.GetAsync("/readyz")).Text);
    }

    [Fact]
    public async Task Readiness_ACheckFails_SaysWhyAndTakesNothing()
    {
        var broken = true;
        await using var app = await StartAppAsync(new() { ["Gateway:ReadinessCache"] = "00:00:00" }, services => services.AddHealthChecks()
            .AddCheck("sandbox", () => broken ? HealthCheckResult.Unhealthy("The probe 'network' got out.") : HealthCheckResult.Healthy(), ["ready"])
            .AddCheck("other", static () => HealthCheckResult.Unhealthy("Not one that counts.")));
        var submitted = Submissions.Submitted.Count;

        var ready = await app.GetAsync("/readyz");
        var run = await app.PostAsync("/run", Hello);

        Assert.Equal("The engine is not ready: sandbox: The probe 'network' got out.", ready.AssertProblem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("The engine is not ready: sandbox: The probe 'network' got out.", run.AssertProblem(HttpStatusCode.ServiceUnavailable));
        Assert.Equal("5", run.Header("Retry-After"));
        Assert.Equal(submitted, Submissions.Submitted.Count);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/healthz")).Status);
        broken = false;
        Assert.Equal(HttpStatusCode.Accepted, (await app.PostAsync("/run", Hello)).Status);
    }

    [Fact]
    public async Task ApiKey_Known_NamesTheClient()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:ApiKeys:alice"] = "secret-a", ["Gateway:ApiKeys:bob"] = "secret-b" });

        await RunWithKeyAsync(app, "secret-b");
        Assert.Equal("bob", Submissions.Submitted.Last().Request.Client);
        await RunWithKeyAsync(app, "secret-a");
        Assert.Equal("alice", Submissions.Submitted.Last().Request.Client);
        await RunWithKeyAsync(app, null);
        Assert.Equal("127.0.0.1", Submissions.Submitted.Last().Request.Client);
    }

    [Fact]
    public async Task ApiKey_UnknownAndNotRequired_Is401()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:ApiKeys:alice"] = "secret-a" });
        var before = Submissions.Submitted.Count;

        var error = (await RunWithKeyAsync(app, "secret-c")).AssertProblem(HttpStatusCode.Unauthorized);

        Assert.Contains("X-API-Key", error, StringComparison.Ordinal);
        Assert.Equal(before, Submissions.Submitted.Count);
    }

    [Fact]
    public async Task ApiKey_RequiredAndMissing_Is401()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:ApiKeys:alice"] = "secret-a", ["Gateway:RequireApiKey"] = "true" });

        Assert.Contains("X-API-Key", (await RunWithKeyAsync(app, null)).AssertProblem(HttpStatusCode.Unauthorized), StringComparison.Ordinal);
        (await RunWithKeyAsync(app, "secret-b")).AssertProblem(HttpStatusCode.Unauthorized);
        (await app.GetAsync($"/status?id={Submissions.Add().Id}")).AssertProblem(HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Accepted, (await RunWithKeyAsync(app, "secret-a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/healthz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/languages")).Status);
    }

    [Fact]
    public async Task Limits_FromSettings_AreTheOnesThatHold()
    {
        await using var app = await StartAppAsync(new()
        {
            ["Gateway:Limits:MaxCpuTime"] = "00:00:03",
            ["Gateway:Limits:DefaultCpuTime"] = "00:00:03",
            ["Gateway:Limits:WallTimeFactor"] = "100",
            ["Gateway:Limits:MaxCodeBytes"] = "10",
            ["Gateway:Limits:MaxRequestBytes"] = "2048",
            ["Gateway:MaxWait"] = "00:00:02",
        });

        var tooMuch = await app.PostAsync("/run?wait=3", """{"language":"cpp","code":"12345678901","limits":{"cpuTimeMs":3001}}""");
        var tooLarge = await app.PostAsync("/run", $$"""{"language":"cpp","code":"{{new string('x', 2048)}}"}""");
        await app.PostAsync("/run", """{"language":"cpp","code":"1234567890"}""");

        var messages = tooMuch.AssertInvalid("wait", "code", "limits.cpuTimeMs");
        Assert.Contains("from 0 to 2", messages, StringComparison.Ordinal);
        Assert.Contains("from 1 to 10 bytes", messages, StringComparison.Ordinal);
        Assert.Contains("from 1 to 3000, not 3001", messages, StringComparison.Ordinal);
        Assert.Contains("2048 bytes (2 KiB)", tooLarge.AssertProblem(HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(60), Submissions.Submitted.Last().Request.Limits.WallTime);
    }

    [Theory]
    [InlineData("Gateway:Limits:DefaultCpuTime", "00:00:16")]
    [InlineData("Gateway:Limits:MaxCpuTime", "00:00:00")]
    [InlineData("Gateway:Limits:MaxTotalWallTime", "00:00:59")]
    [InlineData("Gateway:Limits:MaxTests", "0")]
    [InlineData("Gateway:Limits:MinMemoryBytes", "536870912")]
    [InlineData("Gateway:MaxConnections", "0")]
    [InlineData("Gateway:RequireApiKey", "true")]
    [InlineData("Gateway:ApiKeys:alice", "")]
    public async Task Settings_Impossible_AreRefusedAtStart(string name, string value) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => StartAppAsync(new() { [name] = value }));

    [Fact]
    public async Task Kestrel_Limits_AreTheSettings()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:MaxConnections"] = "77", ["Gateway:KeepAliveTimeout"] = "00:00:50" });

        var kestrel = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;

        Assert.Equal(77, kestrel.Limits.MaxConcurrentConnections);
        Assert.Equal(TimeSpan.FromSeconds(50), kestrel.Limits.KeepAliveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(15), kestrel.Limits.RequestHeadersTimeout);
        Assert.False(kestrel.AddServerHeader);
    }

    [Fact]
    public async Task Run_BodyBeyondWhatTheServerReads_IsStillRefused()
    {
        await using var app = await StartAppAsync(new() { ["Gateway:Limits:MaxRequestBytes"] = "1024" });
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new ByteArrayContent(new byte[8192]) };
        request.Content.Headers.ContentType = new("application/json");

        (await app.SendAsync(request)).AssertProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    private static Task<Reply> RunWithKeyAsync(GatewayApp app, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = new StringContent(Hello, Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("X-API-Key", key);
        return app.SendAsync(request);
    }
}
