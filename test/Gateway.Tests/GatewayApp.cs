using System.Net;
using System.Text;
using System.Text.Json;
using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Tests.Fakes;
using CodeRunner.Grains.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CodeRunner.Gateway.Tests;

/// <summary>The gateway on Kestrel at a free port, before a cluster of fake grains.</summary>
internal sealed class GatewayApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayApp(WebApplication app, ErrorLog log)
    {
        _app = app;
        Log = log;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    public ErrorLog Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewayApp> StartAsync(
        IGrainFactory grains, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(GatewayExtensions).Assembly.GetName().Name });

        // A failure that a test scripts stays; waiting for it to pass is for the tests of that.
        builder.Configuration.AddInMemoryCollection([new("Gateway:CallPatience", "00:00:00")]);
        builder.Configuration.AddInMemoryCollection(settings);
        var log = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(grains);
        builder.Services.AddSingleton<ILanguageDirectory, FakeLanguages>();
        builder.Services.AddSingleton<ISecretStore, FakeSecrets>();
        configure?.Invoke(builder.Services);
        builder.Services.AddGateway();
        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new GatewayApp(app, log);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Reply> PostAsync(string path, string? json = null, string contentType = "application/json") =>
        PostAsync(path, json is null ? null : Encoding.UTF8.GetBytes(json), contentType);

    public Task<Reply> PostAsync(string path, byte[]? body, string contentType = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.InternalServerError && Log.Errors.LastOrDefault() is { } error && !error.Contains("Scripted", StringComparison.Ordinal))
            Assert.Fail(error);
        return new Reply(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync());
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, HttpResponseMessage Message, byte[] Bytes)
{
    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The body, which must be valid UTF-8.</summary>
    public string Text => _strictUtf8.GetString(Bytes);

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ContentType => Message.Content.Headers.ContentType?.MediaType;

    public string? Header(string name) => Message.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    /// <summary>Checks that this is a problem body with the status, and gives its sentence.</summary>
    public string AssertProblem(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        var body = Json;
        Assert.Equal((int)status, body.GetProperty("status").GetInt32());
        Assert.False(body.GetProperty("success").GetBoolean());
        Assert.NotEmpty(body.GetProperty("title").GetString()!);
        Assert.Equal("about:blank", body.GetProperty("type").GetString());
        return body.GetProperty("error").GetString()!;
    }

    /// <summary>Checks that this is a 400 that complains about exactly these fields, and gives all that it says.</summary>
    public string AssertInvalid(params string[] fields)
    {
        AssertProblem(HttpStatusCode.BadRequest);
        var errors = Json.GetProperty("errors");
        Assert.Equal(fields.Order(), errors.EnumerateObject().Select(static error => error.Name).Order());
        return string.Join('\n', errors.EnumerateObject().SelectMany(static error => error.Value.EnumerateArray()).Select(static message => message.GetString()));
    }
}
