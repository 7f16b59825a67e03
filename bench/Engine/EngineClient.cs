using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace CodeRunner.Bench.Engine;

/// <summary>A client of the engine, over HTTP/1.1 with connections that are kept.</summary>
internal sealed class EngineClient(Uri address) : IDisposable
{
    private const int MaximumConnections = 256;

    /// <summary>The longest that the server lets a request wait, in seconds.</summary>
    private const int WaitSeconds = 60;

    /// <summary>Waits after which a submission counts as lost.</summary>
    private const int MaximumWaits = 10;

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = MaximumConnections })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(2 * WaitSeconds),
    };

    /// <summary>Submits and waits for the result, in one request where it comes in time.</summary>
    public async Task<JobStatus> RunAsync(RunBody body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(Query("/run", WaitSeconds), body, EngineJson.Options, cancellationToken);
        if (response.StatusCode == HttpStatusCode.Accepted)
            return await FinishAsync((await ReadAsync<Accepted>(response, cancellationToken)).JobId, cancellationToken);
        return await ReadAsync<JobStatus>(response, cancellationToken);
    }

    /// <summary>Submits; null when the engine refuses for now.</summary>
    public async Task<Guid?> SubmitAsync(RunBody body, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("/run", body, EngineJson.Options, cancellationToken);
        return response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? null
            : (await ReadAsync<Accepted>(response, cancellationToken)).JobId;
    }

    public async Task<JobStatus> GetAsync(Guid id, CancellationToken cancellationToken, int waitSeconds = 0)
    {
        using var response = await _http.GetAsync(Query($"/status?id={id}", waitSeconds), cancellationToken);
        return await ReadAsync<JobStatus>(response, cancellationToken);
    }

    /// <summary>Waits until a submission is finished.</summary>
    public async Task<JobStatus> FinishAsync(Guid id, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaximumWaits; i++)
        {
            if (await GetAsync(id, cancellationToken, WaitSeconds) is { IsFinished: true } status)
                return status;
        }

        throw new BenchException($"{id} does not finish.");
    }

    /// <summary>Cancels a submission, unless it has finished by itself.</summary>
    public async Task CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(Query($"/cancel?id={id}", 0), content: null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Conflict)
            await CheckAsync(response, cancellationToken);
    }

    /// <summary>Whether the engine takes work; false while it can't be reached.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(Query("/readyz", 0), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static Uri Query(string path, int waitSeconds)
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var wait = waitSeconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{separator}wait={waitSeconds}");
        return new Uri(path + wait, UriKind.Relative);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await CheckAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(EngineJson.Options, cancellationToken)
            ?? throw new BenchException("The engine answered null.");
    }

    private static async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw new BenchException($"The engine answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
