using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using CodeRunner.Client.Events;
using CodeRunner.Client.Json;
using CodeRunner.Client.Transport;

namespace CodeRunner.Client;

/// <summary>
/// A CodeRunner server. Members may be called at the same time. All throw a <see cref="CodeRunnerException"/> when the server refuses, can't be
/// reached, or answers what this client doesn't understand; before that, what may pass is tried again
/// (<see cref="CodeRunnerClientOptions.Retries"/>).
/// </summary>
public sealed class CodeRunnerClient
{
    // Between two questions where the server answers before its time, as it does when it is being stopped.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);

    private readonly CodeRunnerClientOptions _options;
    private readonly TimeProvider _time;
    private readonly RetryPolicy _retries;
    private readonly Exchange _exchange;

    /// <summary>Makes one that asks through <paramref name="http"/>, which stays the caller's.</summary>
    /// <param name="http">Its <see cref="HttpClient.Timeout"/> must be above <see cref="CodeRunnerClientOptions.LongPoll"/>.</param>
    /// <param name="options">Which server, where <paramref name="http"/> has no base address, and how patiently.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    public CodeRunnerClient(HttpClient http, CodeRunnerClientOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _options = options ?? new CodeRunnerClientOptions();
        _options.Validate();
        _time = time ?? TimeProvider.System;
        _retries = new RetryPolicy(_options);
        _exchange = new Exchange(http, _options, _retries, _time);
    }

    /// <summary>Hands a program in. From then on it isn't lost, whatever happens to the server.</summary>
    /// <param name="request">The program.</param>
    /// <param name="encoding">What the strings in the request are that hold bytes.</param>
    /// <param name="idempotencyKey">
    /// 1 to 255 printable ASCII characters; the same request under the same key is the same job. Default: one made for this call, so that it can be
    /// repeated when its answer is lost; none where <see cref="CodeRunnerClientOptions.Retries"/> is 0.
    /// </param>
    /// <param name="cancellationToken">Ends the call, and not the job.</param>
    /// <returns>The job's id.</returns>
    public async Task<Guid> SubmitAsync(
        RunRequest request,
        ContentEncoding encoding = ContentEncoding.Text,
        string? idempotencyKey = null,
        CancellationToken cancellationToken = default) =>
        (await PostAsync(request, wait: 0, encoding, idempotencyKey, cancellationToken).ConfigureAwait(false)).JobId;

    /// <summary>Hands a program in and waits for its result.</summary>
    /// <param name="request">The program.</param>
    /// <param name="within">How long to wait. Default: <see cref="CodeRunnerClientOptions.ResultTimeout"/>.</param>
    /// <param name="encoding">What strings are that hold bytes, in the request and in the answer.</param>
    /// <param name="cancellationToken">Ends the wait, and not the job.</param>
    /// <exception cref="TimeoutException">There is no result in time; the job goes on.</exception>
    public async Task<JobStatus> RunAsync(
        RunRequest request,
        TimeSpan? within = null,
        ContentEncoding encoding = ContentEncoding.Text,
        CancellationToken cancellationToken = default)
    {
        var deadline = new Deadline(within ?? _options.ResultTimeout, _time);
        var wait = deadline.Cut(_options.LongPoll);
        var answer = await PostAsync(request, wait, encoding, key: null, cancellationToken).ConfigureAwait(false);
        return answer.Finished ?? await WaitAsync(answer.JobId, deadline, encoding, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A job as it is now.</summary>
    public Task<JobStatus> GetAsync(Guid id, ContentEncoding encoding = ContentEncoding.Text, CancellationToken cancellationToken = default) =>
        GetAsync(id, wait: 0, encoding, cancellationToken);

    /// <summary>Waits until a job has its result.</summary>
    /// <param name="id">The job.</param>
    /// <param name="within">How long to wait. Default: <see cref="CodeRunnerClientOptions.ResultTimeout"/>.</param>
    /// <param name="encoding">What strings in the answer are that hold bytes.</param>
    /// <param name="cancellationToken">Ends the wait, and not the job.</param>
    /// <exception cref="TimeoutException">There is no result in time; the job goes on.</exception>
    public Task<JobStatus> WaitAsync(
        Guid id,
        TimeSpan? within = null,
        ContentEncoding encoding = ContentEncoding.Text,
        CancellationToken cancellationToken = default) =>
        WaitAsync(id, new Deadline(within ?? _options.ResultTimeout, _time), encoding, cancellationToken);

    /// <summary>
    /// What happens to a job, as it happens; a <see cref="ResultEvent"/> is the last. A stream that is cut off is taken up where it was.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="lastEventId">Go on after this event. Default: from the start.</param>
    /// <param name="encoding">What strings are that hold bytes.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async IAsyncEnumerable<JobEvent> WatchAsync(
        Guid id,
        string? lastEventId = null,
        ContentEncoding encoding = ContentEncoding.Text,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Failures without an event between them.
        for (var failures = 0; ; failures++)
        {
            var after = lastEventId;
            var stream = await _exchange.SendAsync(
                () => Request(HttpMethod.Get, Path("events", id, encoding: encoding)).With("Last-Event-ID", after),
                (response, _) => EventReader.OpenAsync(response, _options.StreamTimeout, _time),
                cancellationToken).ConfigureAwait(false);
            EngineUnreachableException failure;
            await using (stream.ConfigureAwait(false))
            {
                while (true)
                {
                    var (next, broken) = await stream.ReadAsync(cancellationToken).ConfigureAwait(false);
                    if (next is null)
                    {
                        failure = broken ?? new EngineUnreachableException("The stream of events ended before the result.");
                        break;
                    }

                    (failures, lastEventId) = (0, next.Id ?? lastEventId);
                    yield return next;
                    if (next is ResultEvent)
                        yield break;
                }
            }

            if (_retries.DelayBefore(failures, failure) is not { } delay)
                throw failure;
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a job that has no result the result <see cref="JobState.Cancelled"/>, and kills what runs.</summary>
    /// <returns>False where it has its result already, which stays; also that of an earlier cancel.</returns>
    public async Task<bool> CancelAsync(Guid id, CancellationToken cancellationToken = default)
    {
        try
        {
            await SendAsync(() => Request(HttpMethod.Post, Path("cancel", id)), ClientJson.Wire.CancelAnswer, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (CodeRunnerException exception) when (exception.Status == HttpStatusCode.Conflict)
        {
            return false;
        }
    }

    /// <summary>What was submitted, every default filled in.</summary>
    public Task<RunRequest> GetRequestAsync(
        Guid id, ContentEncoding encoding = ContentEncoding.Text, CancellationToken cancellationToken = default) =>
        SendAsync(() => Request(HttpMethod.Get, Path("request", id, encoding: encoding)), ClientJson.Wire.RunRequest, cancellationToken);

    /// <summary>The languages that the server runs.</summary>
    public Task<IReadOnlyList<Language>> GetLanguagesAsync(CancellationToken cancellationToken = default) =>
        SendAsync(static () => Request(HttpMethod.Get, "languages"), ClientJson.Wire.IReadOnlyListLanguage, cancellationToken);

    /// <summary>The silos, the queue, and what was done so far.</summary>
    public Task<ClusterStatus> GetClusterAsync(CancellationToken cancellationToken = default) =>
        SendAsync(static () => Request(HttpMethod.Get, "cluster"), ClientJson.Wire.ClusterStatus, cancellationToken);

    /// <summary>
    /// Whether the server takes work; false also while it can't be reached. It is asked once.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _exchange.SendOnceAsync(
                static () => Request(HttpMethod.Get, "readyz"), ConfirmAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is EngineBusyException or EngineUnreachableException)
        {
            return false;
        }
    }

    private async Task<JobStatus> WaitAsync(Guid id, Deadline deadline, ContentEncoding encoding, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = deadline.Cut(_options.LongPoll);
            var start = _time.GetTimestamp();
            var status = await GetAsync(id, wait, encoding, cancellationToken).ConfigureAwait(false);
            if (status.IsFinished)
                return status;
            if (deadline.IsOver)
                throw new TimeoutException($"Job {id} is still {status.State} after {deadline.Time}.");
            if (_time.GetElapsedTime(start) < TimeSpan.FromSeconds(wait) / 2)
                await Task.Delay(_pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<JobStatus> GetAsync(Guid id, int wait, ContentEncoding encoding, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Get, Path("status", id, wait, encoding)), ClientJson.Wire.JobStatus, cancellationToken);

    private Task<RunAnswer> PostAsync(RunRequest request, int wait, ContentEncoding encoding, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = ClientJson.Serialize(request);
        var sentKey = key ?? (_options.Retries == 0 ? null : Guid.NewGuid().ToString());
        return _exchange.SendAsync(
            () => Request(HttpMethod.Post, Path("run", id: null, wait, encoding)).With("Idempotency-Key", sentKey).WithJson(body),
            static async (response, token) => response.StatusCode == HttpStatusCode.Accepted
                ? new RunAnswer((await Exchange.ReadAsync(response, ClientJson.Wire.Acknowledgement, token).ConfigureAwait(false)).JobId, null)
                : RunAnswer.Of(await Exchange.ReadAsync(response, ClientJson.Wire.JobStatus, token).ConfigureAwait(false)),
            cancellationToken);
    }

    private Task<T> SendAsync<T>(Func<HttpRequestMessage> request, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        _exchange.SendAsync(request, (response, token) => Exchange.ReadAsync(response, type, token), cancellationToken);

    private static Task<bool> ConfirmAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        response.Dispose();
        return Task.FromResult(true);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(path, UriKind.Relative));

    private static string Path(string route, Guid? id, int wait = 0, ContentEncoding encoding = ContentEncoding.Text)
    {
        string?[] parameters =
        [
            id is null ? null : $"id={id}",
            wait == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"wait={wait}"),
            encoding == ContentEncoding.Base64 ? "encoding=base64" : null,
        ];
        return $"{route}?{string.Join('&', parameters.OfType<string>())}".TrimEnd('?');
    }

    /// <summary>What <c>POST /run</c> says: the job, and its result where that came in time.</summary>
    private readonly record struct RunAnswer(Guid JobId, JobStatus? Finished)
    {
        public static RunAnswer Of(JobStatus status) => new(status.JobId, status.IsFinished ? status : null);
    }
}
