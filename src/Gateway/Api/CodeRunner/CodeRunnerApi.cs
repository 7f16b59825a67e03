using CodeRunner.Gateway.Api.CodeRunner.Events;
using CodeRunner.Gateway.Api.CodeRunner.OpenApi;
using CodeRunner.Gateway.Api.CodeRunner.Requests;
using CodeRunner.Gateway.Api.CodeRunner.Submissions;
using CodeRunner.Gateway.Cluster;
using CodeRunner.Gateway.Health;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary>The engine's own protocol: its routes, what they take and answer, and their description. It knows intake; nothing else knows it.</summary>
internal static class CodeRunnerApi
{
    public static IServiceCollection AddCodeRunnerApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static json => GatewayJson.Configure(json.SerializerOptions));
        services.AddApiDescription();
        services.AddSingleton<KeyGuard>();
        services.AddSingleton<RunRequestReader>();
        services.AddSingleton<RunEndpoint>();
        services.AddSingleton<EventStream>();
        return services;
    }

    public static IEndpointRouteBuilder MapCodeRunnerApi(this IEndpointRouteBuilder routes)
    {
        var guarded = routes.MapGuarded();
        guarded.MapRun().MapStatus().MapRequest().MapCancel().MapEvents().MapCluster();
        guarded.MapOptionalDashboard();
        return routes.MapLanguages().MapHealth().MapApiDescription();
    }
}
