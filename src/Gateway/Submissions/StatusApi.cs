using CodeRunner.Gateway.Http;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Problems;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Submissions;

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
            .ProducesProblems(400, 401, 404, 503);
        return routes;
    }

    private static async Task<IResult> GetAsync(
        string? id, string? wait, string? encoding, SubmissionWait waits, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var problems = new FieldProblems();
        var job = QueryParameters.ReadId(id, problems);
        var waitTime = QueryParameters.ReadWait(wait, options.Value.MaxWait, problems);
        var textEncoding = QueryParameters.ReadEncoding(encoding, problems);
        if (job is not { } jobId || !problems.IsEmpty)
            return Problem.Invalid(problems);
        var snapshot = await waits.WaitAsync(jobId, waitTime, cancellationToken);
        return snapshot is null
            ? Problem.UnknownJob(jobId)
            : new JsonBody<StatusResponse>(snapshot.ToResponse(), GatewayJson.For(textEncoding).StatusResponse);
    }
}
