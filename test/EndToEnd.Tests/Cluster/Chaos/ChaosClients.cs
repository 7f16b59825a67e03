using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace CodeRunner.EndToEnd.Tests.Cluster.Chaos;

/// <summary>Clients that submit, poll and cancel, try again like anybody would, and write down every call.</summary>
internal sealed class ChaosClients(Uri gateway, string keyPrefix) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BeforeCancel = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new() { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(40) };
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>All calls so far.</summary>
    public IReadOnlyList<Call> Calls => [.. _calls];

    /// <summary>The time by which calls are written down.</summary>
    public TimeSpan Now => _clock.Elapsed;

    /// <summary>Submits a job, cancels it where that is its lot, and polls until it has its result or the time is over.</summary>
    public async Task RunAsync(ChaosJob job, CancellationToken over)
    {
        try
        {
            var id = await SubmitAsync(job, over);
            var cancelling = job.Cancel ? CancelAsync(job, id, over) : Task.CompletedTask;
            while (await PollAsync(job.Number, id, over) is null)
            {
                await Task.Delay(Pause, over);
            }

            await cancelling;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // What is missing then is in the history.
        }
    }

    /// <summary>Submits until it is acknowledged, always under the same key.</summary>
    public async Task<Guid> SubmitAsync(ChaosJob job, CancellationToken over)
    {
        while (true)
        {
            var call = await CallAsync(CallKind.Submit, job.Number, null, () => Post(job), over);
            if (call.Id is { } id)
            {
                return id;
            }

            await Task.Delay(Pause, over);
        }
    }

    /// <summary>Asks once how a job is.</summary>
    /// <returns>Its result, where it has one.</returns>
    public async Task<FinalState?> PollAsync(int job, Guid id, CancellationToken over) =>
        (await CallAsync(CallKind.Poll, job, id, () => new(HttpMethod.Get, $"/status?id={id}&wait=5"), over)).Final;

    public void Dispose() => _http.Dispose();

    private async Task CancelAsync(ChaosJob job, Guid id, CancellationToken over)
    {
        await Task.Delay(BeforeCancel, over);
        while ((await CallAsync(CallKind.Cancel, job.Number, id, () => new(HttpMethod.Post, $"/cancel?id={id}"), over)).Outcome == Outcome.Info)
        {
            await Task.Delay(Pause, over);
        }
    }

    private HttpRequestMessage Post(ChaosJob job)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/run") { Content = job.Request.ToContent() };
        request.Headers.Add("Idempotency-Key", $"{keyPrefix}-{job.Number}");
        return request;
    }

    private async Task<Call> CallAsync(CallKind kind, int job, Guid? id, Func<HttpRequestMessage> request, CancellationToken over)
    {
        var invoked = Now;
        Call call;
        try
        {
            using var response = await _http.SendAsync(request(), over);
            var text = await response.Content.ReadAsStringAsync(over);
            call = Understand(new Call(kind, job, invoked, Now, Outcome.Ok, id), response.StatusCode, text);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !over.IsCancellationRequested))
        {
            call = new Call(kind, job, invoked, Now, Outcome.Info, id, Note: exception.Message);
        }

        _calls.Enqueue(call);
        return call;
    }

    private static Call Understand(Call call, HttpStatusCode status, string text)
    {
        if (status is not (HttpStatusCode.OK or HttpStatusCode.Accepted))
        {
            var outcome = status == HttpStatusCode.ServiceUnavailable && call.Kind == CallKind.Cancel ? Outcome.Info : Outcome.Fail;
            return call with { Outcome = outcome, Note = $"{(int)status} {text}" };
        }

        if (call.Kind != CallKind.Poll)
        {
            using var document = JsonDocument.Parse(text);
            return call with { Id = document.RootElement.GetProperty("jobId").GetGuid() };
        }

        var job = RawAnswers.ParseStatus(text);
        return job.IsFinished
            ? call with { Final = new FinalState(job.State, job.Verdict, job.Stdout, job.CompileOutput, job.Attempts, job.FinishedAt) }
            : call with { Note = $"{job.State}" };
    }
}
