using Scalar.AspNetCore;

namespace CodeRunner.Gateway.OpenApi;

/// <summary>The API's description, for programs and for people.</summary>
internal static class OpenApiExtensions
{
    private const string DocumentName = "v1";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(DocumentName);

    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        routes.MapScalarApiReference("/docs", static options => options.WithTitle("CodeRunner").DisableDefaultFonts());
        return routes;
    }
}
