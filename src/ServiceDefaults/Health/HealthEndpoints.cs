using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CodeRunner.ServiceDefaults.Health;

/// <summary><c>GET /healthz</c> and <c>GET /readyz</c> of a process that has no HTTP interface besides.</summary>
public static class HealthEndpoints
{
    /// <summary>Where to ask whether the process lives.</summary>
    public const string LivePath = "/healthz";

    /// <summary>Where to ask whether it takes work.</summary>
    public const string ReadyPath = "/readyz";

    /// <summary>Answers both: the first asks nothing and nobody, the second all checks with the tag <see cref="Readiness.Tag"/>.</summary>
    public static IEndpointRouteBuilder MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(LivePath, static () => Results.Json(new HealthAnswer("ok")));
        routes.MapGet(ReadyPath, CheckReadinessAsync);
        return routes;
    }

    private static async Task<IResult> CheckReadinessAsync(HttpContext http, Readiness readiness, IOptions<ReadinessOptions> options)
    {
        var report = await readiness.CheckAsync(http.RequestAborted);
        if (report.IsReady)
            return Results.Json(new HealthAnswer("ready", report.Warning));
        http.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(options.Value.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(report.Describe(), statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private sealed record HealthAnswer(
        string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning = null);
}
