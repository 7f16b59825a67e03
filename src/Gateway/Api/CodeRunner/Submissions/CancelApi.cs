using CodeRunner.Contracts.Submissions;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Intake;
using CodeRunner.Gateway.Json;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary><c>POST /cancel</c>.</summary>
internal static class CancelApi
{
    public static IEndpointRouteBuilder MapCancel(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cancel", CancelAsync)
            .WithName("cancelJob").WithTags("Jobs")
            .WithSummary("Cancels a job that has no result yet")
            .WithDescription("If it runs, its sandbox is killed. A job that has its result keeps it: 409.")
            .Produces<CancelResponse>()
            .ProducesProblems(400, 401, 404, 409, 503);
        return routes;
    }

    private static async Task<IResult> CancelAsync(string? id, SubmissionIntake intake, CancellationToken clientGone)
    {
        var problems = new FieldProblems();
        if (QueryParameters.ReadId(id, problems) is not { } jobId)
            return Problem.Invalid(problems);
        var outcome = await intake.CancelAsync(jobId, clientGone);
        return outcome switch
        {
            CancelOutcome.Cancelled => new JsonBody<CancelResponse>(new(true, jobId, SubmissionState.Cancelled), GatewayJson.Text.CancelResponse),
            CancelOutcome.AlreadyFinished => new Problem(StatusCodes.Status409Conflict, $"The job {jobId} has its result already, which stays."),
            _ => Problem.UnknownJob(jobId),
        };
    }
}
