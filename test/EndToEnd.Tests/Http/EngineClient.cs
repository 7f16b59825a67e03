using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CodeRunner.EndToEnd.Tests.Http;

/// <summary>Speaks to a server as any user does.</summary>
internal sealed class EngineClient : IDisposable
{
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(30);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="address">The server.</param>
    /// <param name="from">The address of this machine that it is asked from; null for whichever.</param>
    public EngineClient(Uri address, IPAddress? from = null) =>
        Http = new HttpClient(from is null ? new SocketsHttpHandler() : From(from)) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public HttpClient Http { get; }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Posts a submission, which must be acknowledged.</summary>
    /// <returns>Its id.</returns>
    public async Task<Guid> SubmitAsync(RunRequest request, string? encoding = null)
    {
        using var response = await PostRunAsync(request, encoding);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{(int)response.StatusCode}: {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("jobId").GetGuid();
    }

    /// <summary>Posts a submission, whatever the answer.</summary>
    public Task<HttpResponseMessage> PostRunAsync(RunRequest request, string? encoding = null) =>
        Http.PostAsJsonAsync(encoding is null ? "/run" : $"/run?encoding={encoding}", request, Json);

    /// <summary>Posts a submission and waits for its result.</summary>
    public async Task<JobStatus> RunAsync(RunRequest request, TimeSpan? timeout = null, string? encoding = null) =>
        await WaitAsync(await SubmitAsync(request, encoding), timeout ?? TimeSpan.FromMinutes(1));

    /// <summary>Waits for a result.</summary>
    public async Task<JobStatus> WaitAsync(Guid id, TimeSpan timeout)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var left = timeout - clock.Elapsed;
            var wait = left < LongPoll ? left : LongPoll;
            var status = await StatusAsync(id, Math.Max(0, (int)Math.Ceiling(wait.TotalSeconds)));
            if (status.IsFinished)
            {
                return status;
            }

            Assert.True(left > TimeSpan.Zero, $"{id} is still {status.State} after {timeout}.");
        }
    }

    /// <summary>The status of a submission that exists.</summary>
    public async Task<JobStatus> StatusAsync(Guid id, int wait = 0, bool exact = false)
    {
        var text = await StatusTextAsync(id, wait, exact);
        return JsonSerializer.Deserialize<JobStatus>(text, Json)
            ?? throw new InvalidDataException("The status is null.");
    }

    /// <summary>The status as it was sent, which must be JSON in UTF-8.</summary>
    /// <param name="id">Which submission.</param>
    /// <param name="wait">How long to wait for its result, in seconds.</param>
    /// <param name="exact">Whether bytes come in base64.</param>
    public async Task<string> StatusTextAsync(Guid id, int wait = 0, bool exact = false)
    {
        var path = $"/status?id={id}&wait={wait}{(exact ? "&encoding=base64" : "")}";
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var text = StrictUtf8.GetString(bytes);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return text;
    }

    public Task<HttpResponseMessage> CancelAsync(Guid id) =>
        Http.PostAsync(new Uri($"/cancel?id={id}", UriKind.Relative), content: null);

    public void Dispose() => Http.Dispose();

    private static SocketsHttpHandler From(IPAddress address) => new()
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
