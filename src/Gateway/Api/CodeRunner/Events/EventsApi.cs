using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Traffic;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary><c>GET /events</c>.</summary>
internal static class EventsApi
{
    /// <summary>What an event stream is.</summary>
    public const string ContentType = "text/event-stream";

    /// <summary>The path, which answers only to GET: a stream without a body would be of no use.</summary>
    public const string Path = "/events";

    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, StreamAsync)
            .WithName("getEvents").WithTags("Jobs")
            .WithSummary("What happens to a job, as it happens")
            .WithDescription(
                "Server-sent events; the data of each is a line of JSON: `state` (StateEvent), `progress` (ProgressResponse), `output` (OutputEvent), "
                + "`test` (TestEvent), `missed` (MissedEvent) and at last `result` (StatusResponse), after which the stream ends. Each has an id; a client that was cut off "
                + "comes back with the last one in `Last-Event-ID` and gets what it missed. A stream with nothing to say sends a comment now and then.")
            .Produces<string>(StatusCodes.Status200OK, ContentType)
            .ProducesProblems(400, 401, 404, 429, 503);
        return routes;
    }

    private static async Task<IResult> StreamAsync(HttpContext http, string? id, string? encoding, SubmissionClient calls, ClientIdentity clients, ClientSlots slots, EventStream stream)
    {
        var problems = new FieldProblems();
        var job = QueryParameters.ReadId(id, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        if (job is not { } jobId || !problems.IsEmpty)
            return Problem.Invalid(problems);
        using var slot = slots.TryOpen(clients.Identify(http));
        if (slot is null)
            return slots.Refuse();
        if (await calls.CallAsync(jobId, static grain => grain.GetAsync(), http.RequestAborted) is not { } snapshot)
            return Problem.UnknownJob(jobId);
        await stream.WriteAsync(http, snapshot, textEncoding);
        return Results.Empty;
    }
}
