using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary><c>GET /status</c>.</summary>
internal static class StatusApi
{
    public static IEndpointRouteBuilder MapStatus(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", GetAsync)
            .WithName("getStatus").WithTags("Jobs")
            .WithSummary("A job's state and, when it has one, its result")
            .WithDescription("With `wait` the answer comes as soon as the job has its result, at the latest after that many seconds.")
            .Produces<StatusResponse>()
            .ProducesProblems(400, 401, 404, 429, 503);
        return routes;
    }

    private static async Task<IResult> GetAsync(
        Client client, string? id, string? wait, string? encoding, SubmissionIntake intake, IOptions<GatewayOptions> options, CancellationToken clientGone)
    {
        var problems = new FieldProblems();
        var job = QueryParameters.ReadId(id, problems);
        var waitTime = QueryParameters.ReadWait(wait, options.Value.MaxWait, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        if (job is not { } jobId || !problems.IsEmpty)
            return Problem.Invalid(problems);
        var answer = await intake.WaitAsync(client.Name, jobId, waitTime, clientGone);
        return answer switch
        {
            { Refusal: { } refusal } => refusal.ToProblem(),
            { Value: { } snapshot } => new JsonBody<StatusResponse>(snapshot.ToResponse(), GatewayJson.For(textEncoding).StatusResponse) { Room = answer.Room! },
            _ => Problem.UnknownJob(jobId),
        };
    }
}
