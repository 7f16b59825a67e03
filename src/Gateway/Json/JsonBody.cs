using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Json;

/// <summary>A JSON body as the answer of an endpoint, written piece by piece: a result may have many megabytes.</summary>
internal sealed class JsonBody<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <summary>Where to look further; null where there is nothing.</summary>
    public string? Location { get; init; }

    /// <summary>Its room in the budget, given back when it is written.</summary>
    public IDisposable Room { get; init; } = TrafficBudget.Uncounted;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var room = Room;
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
            response.Headers.Location = Location;
        if (room == TrafficBudget.Uncounted)
            await JsonSerializer.SerializeAsync(response.BodyWriter, value, type, httpContext.RequestAborted);
        else
            await WriteSlowlyAsync(httpContext);
    }

    private async Task WriteSlowlyAsync(HttpContext http)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.Traffic;
        var writer = new PacedWriter(http, options, http.RequestServices.GetRequiredService<TimeProvider>()).BeginAnswer();
        try
        {
            await StreamedJson.WriteAsync(writer, value, type, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Gone, or cut off; which of both ends of the connection knows it first is open. Never the end of a whole answer.
            http.Abort();
        }
    }
}
