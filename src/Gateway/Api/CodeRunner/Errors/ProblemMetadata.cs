namespace CodeRunner.Gateway.Api.CodeRunner.Errors;

/// <summary>Says in the OpenAPI document which problems an endpoint has.</summary>
internal static class ProblemMetadata
{
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<ProblemResponse>(status, Problem.ContentType);
        return endpoint;
    }
}
