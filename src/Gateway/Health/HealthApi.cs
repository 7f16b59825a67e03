using System.Text.Json.Serialization;
using CodeRunner.Gateway.Api.CodeRunner;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Options;
using CodeRunner.ServiceDefaults.Health;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Health;

/// <summary>How the server is.</summary>
/// <param name="Status"><c>ok</c> or <c>ready</c>.</param>
/// <param name="Warning">What may make it unready soon; left out when nothing does.</param>
public sealed record HealthResponse(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning = null);

/// <summary><c>GET /healthz</c> and <c>GET /readyz</c>.</summary>
internal static class HealthApi
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(HealthEndpoints.LivePath, static () => new JsonBody<HealthResponse>(new("ok"), GatewayJson.Text.HealthResponse))
            .WithName("getHealth").WithTags("Health")
            .WithSummary("Whether this process lives")
            .WithDescription("Asks nothing and nobody. For a restart when it doesn't answer.")
            .Produces<HealthResponse>();
        routes.MapGet(HealthEndpoints.ReadyPath, CheckReadinessAsync)
            .WithName("getReadiness").WithTags("Health")
            .WithSummary("Whether the engine takes work")
            .WithDescription("503 with the reasons when it doesn't. `POST /run` answers 503 then, too.")
            .Produces<HealthResponse>()
            .Produces<ProblemResponse>(StatusCodes.Status503ServiceUnavailable, Problem.ContentType);
        return routes;
    }

    private static async Task<IResult> CheckReadinessAsync(Readiness readiness, IOptions<GatewayOptions> options, CancellationToken cancellationToken)
    {
        var report = await readiness.CheckAsync(cancellationToken);
        return report.IsReady
            ? new JsonBody<HealthResponse>(new("ready", report.Warning), GatewayJson.Text.HealthResponse)
            : new Problem(StatusCodes.Status503ServiceUnavailable, report.Describe()) { RetryAfter = options.Value.RetryAfter };
    }
}
