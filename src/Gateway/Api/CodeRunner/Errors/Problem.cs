using System.Globalization;
using CodeRunner.Gateway.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace CodeRunner.Gateway.Api.CodeRunner.Errors;

/// <summary>A problem body as the answer of an endpoint. It is JSON whatever the client says it accepts.</summary>
internal sealed class Problem(int status, string error) : IResult, IStatusCodeHttpResult
{
    public const string ContentType = "application/problem+json";

    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <summary>The sentence.</summary>
    public string Error => error;

    /// <summary>When to try again; null where that is pointless.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The messages by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>A request with wrong fields.</summary>
    public static Problem Invalid(FieldProblems problems) =>
        new(StatusCodes.Status400BadRequest, problems.Summary()) { Errors = problems.ToErrors() };

    /// <summary>A submission that doesn't exist (any more).</summary>
    public static Problem UnknownJob(Guid id) => new(StatusCodes.Status404NotFound, $"There is no job {id}.");

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } retryAfter)
            response.Headers.RetryAfter = Seconds(retryAfter).ToString(CultureInfo.InvariantCulture);
        var body = new ProblemResponse
        {
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = error,
            Error = error,
            Errors = Errors,
        };
        return response.WriteAsJsonAsync(body, GatewayJson.Text.ProblemResponse, ContentType, httpContext.RequestAborted);
    }

    // Rounded up, and never zero: a client that obeys must not come back too early.
    private static long Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds));
}
