using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CodeRunner.EndToEnd.Tests.Observing;

/// <summary>A span as it was sent.</summary>
internal sealed record Span(string Source, string Name, string Trace, string Id, string Parent, DateTimeOffset StartedAt, DateTimeOffset EndedAt);

/// <summary>Takes traces as an OpenTelemetry collector does: protobuf over HTTP.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Span> _spans = new();
    private readonly Task _serving;

    private SpanCollector(Uri address)
    {
        Address = address;
        _listener.Prefixes.Add(address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public IReadOnlyCollection<Span> Spans => _spans;

    public static SpanCollector Start()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new SpanCollector(new Uri($"http://127.0.0.1:{port}/"));
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            Read(body.ToArray());
            context.Response.Close();
        }
    }

    // ExportTraceServiceRequest: resource_spans = 1, in it scope_spans = 2, in it scope = 1 with name = 1, and spans = 2.
    private void Read(byte[] request)
    {
        foreach (var scopeSpans in Protobuf.Messages(request, 1).SelectMany(static resource => Protobuf.Messages(resource, 2)))
        {
            var scope = Protobuf.Messages(scopeSpans, 1).SelectMany(static scope => Protobuf.Messages(scope, 1)).Single();
            foreach (var span in Protobuf.Messages(scopeSpans, 2))
            {
                _spans.Enqueue(new Span(
                    Encoding.UTF8.GetString(scope), Text(span, 5), Hex(span, 1), Hex(span, 2), Hex(span, 4), Time(span, 7), Time(span, 8)));
            }
        }
    }

    private static string Text(byte[] span, int field) => Encoding.UTF8.GetString(Protobuf.Messages(span, field).Single());

    private static string Hex(byte[] span, int field) => Convert.ToHexStringLower(Protobuf.Messages(span, field).SingleOrDefault() ?? []);

    private static DateTimeOffset Time(byte[] span, int field) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)(Protobuf.Fixed64(span, field) / TimeSpan.NanosecondsPerTick));
}
