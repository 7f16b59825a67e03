using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Follows a submission until it has its result. When its silo is lost it goes on where it was, without the client.</summary>
internal sealed class EventStream(
    EngineGrains grains,
    ClientIdentity clients,
    TrafficBudget budget,
    IOptions<GatewayOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    private const string LastEventIdHeader = "Last-Event-ID";

    private static readonly TimeSpan _reconnectDelay = TimeSpan.FromMilliseconds(250);

    /// <summary>Answers <c>GET /events</c> for a submission that exists.</summary>
    public async Task WriteAsync(HttpContext http, SubmissionSnapshot snapshot, TextEncoding encoding)
    {
        // A stream must not hold up the server's end; the client comes back with the last id.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var writer = await BeginAsync(http, stop.Token);
        var client = clients.Identify(http);
        var format = new SubmissionEventFormat(writer, encoding, snapshot, bytes => budget.TakeAsync(client, bytes, stop.Token));
        if (http.Request.Headers[LastEventIdHeader] is [{ } lastEventId])
            format.Resume(lastEventId);
        try
        {
            await FollowAsync(snapshot, writer, format, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    private async Task<EventStreamWriter> BeginAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var response = http.Response;
        response.ContentType = EventsApi.ContentType;
        response.Headers.CacheControl = "no-store";

        // A proxy that collects answers would hold the events back.
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.BodyWriter.FlushAsync(cancellationToken);
        return new EventStreamWriter(new PacedWriter(http, options.Value.Traffic, time), cancellationToken);
    }

    private async Task FollowAsync(SubmissionSnapshot snapshot, EventStreamWriter writer, SubmissionEventFormat format, CancellationToken cancellationToken)
    {
        var grain = grains.Get<ISubmissionGrain>(snapshot.Id);
        var present = snapshot;
        while (present is { Result: null })
        {
            try
            {
                await foreach (var submissionEvent in WithHeartbeatAsync(grain.WatchAsync(format.LastSequence, cancellationToken), writer, cancellationToken))
                {
                    if (await format.WriteAsync(submissionEvent))
                        return;
                }

                present = await grain.GetAsync().WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (IsEngineAway(exception) && !cancellationToken.IsCancellationRequested)
            {
                await writer.WriteHeartbeatAsync();
            }

            if (present is { Result: null })
                await Task.Delay(_reconnectDelay, time, cancellationToken);
        }

        if (present is not null)
            await format.WriteResultAsync(present);
    }

    private async IAsyncEnumerable<SubmissionEvent> WithHeartbeatAsync(
        IAsyncEnumerable<SubmissionEvent> events, EventStreamWriter writer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var next = enumerator.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var first = await Task.WhenAny(next, Task.Delay(options.Value.HeartbeatInterval, time, heartbeat.Token));
                await heartbeat.CancelAsync();
                if (first != next && !cancellationToken.IsCancellationRequested)
                    await writer.WriteHeartbeatAsync();
                else if (first != next)
                    await next;
            }

            if (!await next)
                yield break;
            yield return enumerator.Current;
        }
    }

    private static bool IsEngineAway(Exception exception) =>
        exception is EnumerationAbortedException or OrleansException or TimeoutException or OperationCanceledException;
}
