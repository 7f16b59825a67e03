using CodeRunner.Gateway.Json;
using CodeRunner.Gateway.Languages;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary><c>GET /languages</c>.</summary>
internal static class LanguagesApi
{
    public static IEndpointRouteBuilder MapLanguages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/languages", static (ILanguageDirectory languages) =>
                new JsonBody<IReadOnlyList<LanguageInfo>>(languages.Languages, GatewayJson.Text.IReadOnlyListLanguageInfo))
            .WithName("getLanguages").WithTags("Languages")
            .WithSummary("The languages that the engine runs")
            .WithDescription("With their standards, the version of each compiler, and the patterns of the options that it may be given.")
            .Produces<IReadOnlyList<LanguageInfo>>();
        return routes;
    }
}
