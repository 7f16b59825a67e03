using System.Text.Json;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>A server that sends traces, logs JSON, shows the dashboard and wants a key.</summary>
public sealed class ObservedServer : IAsyncLifetime
{
    private const string Key = "a key for tests";

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly SpanCollector _spans = SpanCollector.Start();
    private ServerProcess? _server;

    internal CodeRunnerClient Client => Server.Client;

    internal HttpClient Http => Server.Http;

    internal SpanCollector Spans => _spans;

    private ServerProcess Server => _server ?? throw new InvalidOperationException("Not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = new Uri(_spans.Address, "v1/traces").ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        };
        _server = await ServerProcess.StartAsync(
            _folder.Combine("data"),
            environment,
            "--Dashboard:Enabled=true",
            "--Gateway:RequireApiKey=true",
            $"--Gateway:ApiKeys:tests={Key}",
            "--ClusterReports:Period=00:00:00.2",
            "--Gateway:ClusterCache=00:00:00.1",
            "--Logging:Console:FormatterName=json",
            "--Logging:Console:FormatterOptions:IncludeScopes=true",
            "--Logging:LogLevel:CodeRunner.Grains=Debug");
        _server.Http.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _spans.Dispose();
        _folder.Dispose();
    }

    /// <summary>The lines of the log that are JSON: all but the one that says that the server is up.</summary>
    internal IEnumerable<JsonElement> LogEntries() => Server.Log.Split('\n')
        .Where(static line => line.StartsWith('{') && line.EndsWith('}'))
        .Select(static line => JsonDocument.Parse(line).RootElement);
}
