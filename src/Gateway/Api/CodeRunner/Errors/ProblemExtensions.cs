using CodeRunner.Gateway.Languages;
using CodeRunner.Gateway.Options;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner.Errors;

/// <summary>Turns what no endpoint answers (a wrong route or method, an exception) into problem bodies.</summary>
internal static class ProblemExtensions
{
    public static WebApplication UseProblems(this WebApplication app)
    {
        var retryAfter = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.RetryAfter;
        var languages = app.Services.GetRequiredService<ILanguageDirectory>();
        var stopping = app.Lifetime.ApplicationStopping;
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => WriteAsync(context, retryAfter),
            StatusCodeSelector = exception => Describe(exception).Status,
            // What was retried in vain is in the log already.
            SuppressDiagnosticsCallback = static context => DescribeKnown(context.Exception) is not null,
        });
        app.UseStatusCodePages(static context => DescribeStatus(context.HttpContext).ExecuteAsync(context.HttpContext));
        return app;

        Task WriteAsync(HttpContext context, TimeSpan retryAfter)
        {
            var (status, error) = Describe(context.Features.Get<IExceptionHandlerFeature>()?.Error);
            var mayRetry = status == StatusCodes.Status503ServiceUnavailable;
            return new Problem(status, error) { RetryAfter = mayRetry ? retryAfter : null }.ExecuteAsync(context);
        }

        // Before there ever was an engine to ask, and after it was left, whatever fails fails for that reason.
        (int Status, string Error) Describe(Exception? exception) =>
            DescribeKnown(exception)
            ?? (stopping.IsCancellationRequested ? (StatusCodes.Status503ServiceUnavailable, "The gateway is being stopped; try again later.")
            : languages.Languages.IsEmpty ? (StatusCodes.Status503ServiceUnavailable, "The gateway has not found the engine yet; try again later.")
            : (StatusCodes.Status500InternalServerError, "The gateway failed; the error is in its log."));
    }

    // What went wrong inside is for the log, not for the client.
    private static (int Status, string Error)? DescribeKnown(Exception? exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "The request's body is too large."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => (StatusCodes.Status408RequestTimeout, "The request came too slowly."),
        BadHttpRequestException bad => (bad.StatusCode, "The request is not well-formed HTTP."),
        TimeoutException => (StatusCodes.Status503ServiceUnavailable, "The engine did not answer in time; try again later."),
        // The last two: a call that was given up, or was made when the connection to the engine had gone.
        OrleansException or OperationCanceledException or ObjectDisposedException =>
            (StatusCodes.Status503ServiceUnavailable, "The engine can't be reached at the moment; try again later."),
        _ => null,
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
