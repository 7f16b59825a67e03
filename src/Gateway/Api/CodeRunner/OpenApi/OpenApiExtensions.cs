using Microsoft.Net.Http.Headers;
using Scalar.AspNetCore;

namespace CodeRunner.Gateway.Api.CodeRunner.OpenApi;

/// <summary>The API's description, for programs and for people.</summary>
internal static class OpenApiExtensions
{
    // The page's scripts come from this server, and nothing else may be loaded from anywhere: it must work without internet.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(static options =>
    {
        // The order matters: schemas are corrected when the operations have been described by them.
        options.AddSchemaTransformer<RequiredMembers>();
        options.AddOperationTransformer<OperationDetails>();
        options.AddDocumentTransformer<DocumentDetails>();
        options.AddDocumentTransformer<DocumentSchemas>();
    });

    public static IEndpointRouteBuilder MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        var page = routes.MapScalarApiReference("/docs", static options =>
        {
            options.WithTitle("CodeRunner").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp();
            options.HideClientButton();
            options.HideDeveloperTools();
        });
        page.AddEndpointFilter(static (context, next) =>
        {
            context.HttpContext.Response.Headers[HeaderNames.ContentSecurityPolicy] = PagePolicy;
            return next(context);
        });
        return routes;
    }
}
