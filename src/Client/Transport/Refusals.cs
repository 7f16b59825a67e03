using System.Net;
using System.Text.Json;
using CodeRunner.Client.Json;

namespace CodeRunner.Client.Transport;

/// <summary>Turns problem answers into exceptions.</summary>
internal static class Refusals
{
    private const string ProblemType = "application/problem+json";

    public static async Task<CodeRunnerException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var problem = await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        var message = problem?.Error ?? $"The server answered {(int)status} ({response.ReasonPhrase}).";
        return status switch
        {
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                or HttpStatusCode.UnprocessableEntity =>
                new InvalidRequestException(message, status, problem?.Errors),
            HttpStatusCode.Unauthorized => new UnauthorizedException(message),
            HttpStatusCode.NotFound => new NotFoundException(message),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable =>
                new EngineBusyException(message, status, RetryAfter(response, time)),

            // Of what stands between: the server itself never says so.
            HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => new EngineUnreachableException(message, status: status),
            _ => new CodeRunnerException(message, status),
        };
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        var delay = asked?.Delta ?? asked?.Date - time.GetUtcNow();
        return delay < TimeSpan.Zero ? TimeSpan.Zero : delay;
    }

    private static async Task<Problem?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemType)
            return null;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await JsonSerializer.DeserializeAsync(body, ClientJson.Wire.Problem, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
