using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Api.CodeRunner.Requests;

namespace CodeRunner.Gateway.Api.CodeRunner.Submissions;

/// <summary><c>POST /run</c>.</summary>
internal static class RunApi
{
    public static IEndpointRouteBuilder MapRun(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/run", static (HttpContext http, Client client, string? wait, string? encoding, RunEndpoint endpoint) =>
                endpoint.HandleAsync(http, client, wait, encoding))
            .WithName("run").WithTags("Jobs")
            .WithSummary("Takes a program to compile, run and judge")
            .WithDescription(
                "Answers 202 as soon as the program is stored; from then on it is not lost. With `wait` the answer is 200 with the whole "
                + "result when there is one in that many seconds. With `encoding=base64` all contents in the body (code, stdin, expected outputs, files) are base64, "
                + "as are all in the answer. With the header `Idempotency-Key` a repeated request gets the same job, however often it is sent.")
            .Accepts<RunRequest>("application/json")
            .Produces<RunResponse>(StatusCodes.Status202Accepted)
            .Produces<StatusResponse>()
            .ProducesProblems(400, 401, 408, 413, 415, 422, 429, 503);
        return routes;
    }
}
