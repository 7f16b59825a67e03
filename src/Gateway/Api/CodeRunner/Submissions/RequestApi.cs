using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary><c>GET /request</c>.</summary>
internal static class RequestApi
{
    public static IEndpointRouteBuilder MapRequest(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/request", GetAsync)
            .WithName("getRequest").WithTags("Jobs")
            .WithSummary("What was submitted")
            .WithDescription("The program, its input or tests and its limits, every default filled in; `POST /run` takes it as it is, unless `contentsRemoved` says that its inputs, being large, were removed after the end. Whoever knows the id may read it, unless the server was told not to show requests.")
            .Produces<RunRequest>()
            .ProducesProblems(400, 401, 404, 429, 503);
        return routes;
    }

    private static async Task<IResult> GetAsync(
        Client client, string? id, string? encoding, SubmissionIntake intake, IOptions<GatewayOptions> options, CancellationToken clientGone)
    {
        var problems = new FieldProblems();
        var job = QueryParameters.ReadId(id, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        if (job is not { } jobId || !problems.IsEmpty)
            return Problem.Invalid(problems);
        if (!options.Value.ShowRequests)
            return new Problem(StatusCodes.Status404NotFound, "This server does not show what was submitted.");
        var answer = await intake.GetRequestAsync(client.Name, jobId, clientGone);
        return answer switch
        {
            { Refusal: { } refusal } => refusal.ToProblem(),
            { Value: { } request } => new JsonBody<RunRequest>(request.ToRunRequest(), GatewayJson.For(textEncoding).RunRequest) { Room = answer.Room! },
            _ => Problem.UnknownJob(jobId),
        };
    }
}
