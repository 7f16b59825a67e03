using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary>Writes what happens to a submission as server-sent events, until it has its result.</summary>
internal sealed class EventStream(
    SubmissionWatch watch, IOptions<GatewayOptions> options, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>Answers <c>GET /events</c> for a submission that exists.</summary>
    public async Task WriteAsync(HttpContext http, Client client, SubmissionSnapshot snapshot, TextEncoding encoding)
    {
        // A stream must not hold up the server's end; the client comes back with the last id.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        var writer = await BeginAsync(http, stop.Token);
        var format = new SubmissionEventFormat(writer, encoding, snapshot);
        if (http.Request.Headers[LastEventIdHeader] is [{ } lastEventId])
            format.Resume(lastEventId);
        try
        {
            await foreach (var step in watch.FollowAsync(client.Name, snapshot, format.LastSequence, stop.Token))
                await WriteAsync(step, format, writer);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
    }

    private static Task WriteAsync(WatchStep step, SubmissionEventFormat format, EventStreamWriter writer) => step switch
    {
        Happened happened => format.WriteAsync(happened.Event),
        Ended ended => format.WriteResultAsync(ended.Submission),

        // The stream ends without: its client comes back as after any end too early.
        NoRoom noRoom => writer.WriteCommentAsync(noRoom.Refusal.Error),
        _ => writer.WriteHeartbeatAsync(),
    };

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
}
