using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeRunner.Client.Transport;

/// <summary>Sends requests, again where that may help, and turns whatever goes wrong into the exceptions of this client.</summary>
internal sealed class Exchange(HttpClient http, CodeRunnerClientOptions options, RetryPolicy retries, TimeProvider time)
{
    private const string KeyHeader = "X-API-Key";
    private const string JsonType = "application/json";

    private readonly Uri _address = Folder(options.Address ?? http.BaseAddress
        ?? throw new ArgumentException($"Neither {nameof(options.Address)} nor the HttpClient says which server to ask."));

    /// <summary>Sends until there is an answer or no attempt is left.</summary>
    /// <param name="request">Makes the request anew for each attempt, its address relative to the server's.</param>
    /// <param name="read">Reads the answer, which is a success, and disposes of it where it doesn't keep it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<T> SendAsync<T>(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var attempts = 0; ; attempts++)
        {
            try
            {
                return await SendOnceAsync(request, read, cancellationToken).ConfigureAwait(false);
            }
            catch (CodeRunnerException failure) when (retries.DelayBefore(attempts, failure) is { } delay)
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The same with one attempt.</summary>
    public async Task<T> SendOnceAsync<T>(
        Func<HttpRequestMessage> request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var message = request();
        message.RequestUri = new Uri(_address, message.RequestUri!); // Made with one.
        message.With(KeyHeader, options.ApiKey);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await Refusals.ReadAsync(response, time, either.Token).ConfigureAwait(false);
            return await read(response, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (!IsBroken(exception, cancellationToken))
                throw;
            throw new EngineUnreachableException($"{message.RequestUri} gave no answer: {exception.Message}", exception);
        }
    }

    /// <summary>Whether it is the connection that failed, or the time that is over.</summary>
    public static bool IsBroken(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Reads an answer in JSON.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = response;
        if (response.Content.Headers.ContentType?.MediaType != JsonType)
            throw new CodeRunnerException($"The answer is no JSON but of the type '{response.Content.Headers.ContentType}'.", response.StatusCode);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false)
                ?? throw new CodeRunnerException("The answer is null.", response.StatusCode);
        }
        catch (JsonException exception)
        {
            throw new CodeRunnerException($"The answer is not understood: {exception.Message}", response.StatusCode, exception);
        }
    }

    // So that a server behind a path is asked below it.
    private static Uri Folder(Uri address) => address.AbsoluteUri.EndsWith('/') ? address : new Uri($"{address.AbsoluteUri}/");
}
