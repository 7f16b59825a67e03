using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Http;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Api.CodeRunner.Events;

/// <summary><c>GET /events</c>.</summary>
internal static class EventsApi
{
    /// <summary>What an event stream is.</summary>
    public const string ContentType = "text/event-stream";

    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events", StreamAsync)
            .WithName("getEvents").WithTags("Jobs")
            .WithSummary("What happens to a job, as it happens")
            .WithDescription(
                "Server-sent events; the data of each is a line of JSON: `state` (StateEvent), `progress` (ProgressResponse), `output` (OutputEvent), "
                + "`test` (TestEvent), `missed` (MissedEvent) and at last `result` (StatusResponse), after which the stream ends. Each has an id; a client that was cut off "
                + "comes back with the last one in `Last-Event-ID` and gets what it missed. A stream with nothing to say sends a comment now and then.")
            .Produces<string>(StatusCodes.Status200OK, ContentType)
            .ProducesProblems(400, 401, 404, 429, 503)
            .AddOpenApiOperationTransformer(EventsDescription.DescribeAsync)
            .WithMetadata(new GetOnly());
        return routes;
    }

    private static async Task<IResult> StreamAsync(HttpContext http, Client client, string? id, string? encoding, SubmissionWatch watch, EventStream stream)
    {
        var problems = new FieldProblems();
        var job = QueryParameters.ReadId(id, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        if (job is not { } jobId || !problems.IsEmpty)
            return Problem.Invalid(problems);
        var opened = await watch.OpenAsync(client.Name, jobId, http.RequestAborted);
        using var room = opened.Room;
        if (opened.Refusal is { } refusal)
            return refusal.ToProblem();
        if (opened.Value is not { } snapshot)
            return Problem.UnknownJob(jobId);
        await stream.WriteAsync(http, client, snapshot, textEncoding);
        return Results.Empty;
    }
}
