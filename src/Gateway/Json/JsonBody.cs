using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CodeRunner.Gateway.Json;

/// <summary>A JSON body as the answer of an endpoint, written piece by piece: a result may have many megabytes.</summary>
internal sealed class JsonBody<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) : IResult, IStatusCodeHttpResult
{
    private const string ContentType = "application/json; charset=utf-8";

    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <summary>Where to look further; null where there is nothing.</summary>
    public string? Location { get; init; }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (Location is not null)
            response.Headers.Location = Location;
        await JsonSerializer.SerializeAsync(response.BodyWriter, value, type, httpContext.RequestAborted);
    }
}
