using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Traffic;

/// <summary>What keeps one client from taking all of the server.</summary>
internal static class TrafficExtensions
{
    public static IServiceCollection AddTraffic(this IServiceCollection services)
    {
        services.AddSingleton<TrustedProxies>();
        services.AddSingleton<IPostConfigureOptions<ForwardedHeadersOptions>>(static provider => provider.GetRequiredService<TrustedProxies>());
        services.AddSingleton<ConnectionTable>();
        services.AddSingleton<ClientSlots>();
        services.AddSingleton<TrafficBudget>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<AnswerRoom>();
        return services;
    }

    /// <summary>Takes the client's address from known proxies, and notes which connections are asked something. Comes before everything else.</summary>
    public static WebApplication UseTraffic(this WebApplication app)
    {
        app.Use(static (http, next) => http.Features.Get<TrackedConnection>() is { } connection ? AnswerAsync(http, connection, next) : next(http));
        app.UseForwardedHeaders();
        return app;
    }

    private static async Task AnswerAsync(HttpContext http, TrackedConnection connection, RequestDelegate next)
    {
        connection.BeginRequest();
        try
        {
            await next(http);
        }
        finally
        {
            connection.EndRequest();
        }
    }
}
