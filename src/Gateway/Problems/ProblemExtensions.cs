using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Problems;

/// <summary>Turns what no endpoint answers (a wrong route or method, an exception) into problem bodies.</summary>
internal static class ProblemExtensions
{
    public static WebApplication UseProblems(this WebApplication app)
    {
        var retryAfter = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.RetryAfter;
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => WriteAsync(context, retryAfter),
            StatusCodeSelector = static exception => Describe(exception).Status,
            // What was retried in vain is in the log already.
            SuppressDiagnosticsCallback = static context => Describe(context.Exception).Status != StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages(static context => DescribeStatus(context.HttpContext).ExecuteAsync(context.HttpContext));
        return app;
    }

    private static Task WriteAsync(HttpContext context, TimeSpan retryAfter)
    {
        var exception = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, error) = Describe(exception);
        var mayRetry = status == StatusCodes.Status503ServiceUnavailable;
        return new Problem(status, error) { RetryAfter = mayRetry ? retryAfter : null }.ExecuteAsync(context);
    }

    // What went wrong inside is for the log, not for the client.
    private static (int Status, string Error) Describe(Exception? exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "The request's body is too large."),
        BadHttpRequestException bad => (bad.StatusCode, "The request is not well-formed HTTP."),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The engine did not answer in time; try again later."),
        OrleansException => (StatusCodes.Status503ServiceUnavailable, "The engine can't be reached at the moment; try again later."),
        _ => (StatusCodes.Status500InternalServerError, "The gateway failed; the error is in its log."),
    };

    private static Problem DescribeStatus(HttpContext context)
    {
        var request = context.Request;
        var status = context.Response.StatusCode;
        return new Problem(status, status switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} can't be asked with {request.Method}, only with {context.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => "The body must be JSON in UTF-8: Content-Type: application/json.",
            _ => $"The request failed with status {status}.",
        });
    }
}
