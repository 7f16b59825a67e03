using System.Net;
using System.Net.Sockets;
using CodeRunner.ServiceDefaults;
using CodeRunner.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Tests.ServiceDefaults;

/// <summary>Metrics on a port of their own.</summary>
public sealed class MetricsPortTests
{
    private const string Metrics = "/metrics";

    [Theory]
    [InlineData("urls", "http://127.0.0.1:{0}")]
    [InlineData("http_ports", "{0}")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://127.0.0.1:{0}")]
    public async Task Metrics_PortOfItsOwn_IsTheOnlyOneAndAnswersNothingElse(string setting, string format)
    {
        var (open, own) = (FreePort(), FreePort());
        await using var app = await StartAsync(own, new() { [setting] = string.Format(null, format, open) });
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(http, own, Metrics));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(http, own, "/"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(http, open, "/"));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(http, open, Metrics));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(http, open, Metrics, host: $"127.0.0.1:{own}"));
    }

    [Fact]
    public async Task Metrics_NoPortOfItsOwn_IsOnThePublicOne()
    {
        var open = FreePort();
        await using var app = await StartAsync(0, new() { ["urls"] = $"http://127.0.0.1:{open}" });
        using var http = new HttpClient();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(http, open, Metrics));
    }

    [Theory]
    [InlineData("Telemetry:MetricsPort", "70000")]
    [InlineData("Telemetry:MetricsPort", "-1")]
    [InlineData("Telemetry:MetricsAddress", "nowhere")]
    [InlineData("urls", "http://*:9099")]
    [InlineData("Telemetry:Prometheus", "false")]
    public async Task Settings_ThatCanNotBe_AreRefusedAtStart(string setting, string value)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(9099, new() { [setting] = value }));

        Assert.Contains("Metrics", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync(int port, Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Telemetry:MetricsPort", $"{port}")]);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddServiceDefaults();
        var app = builder.Build();
        app.MapGet("/", static () => "Here.");
        app.MapMetrics();
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient http, int port, string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{port}{path}")) { Headers = { Host = host } };
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
