using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Intake;
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

    /// <summary>Takes the client's address from known proxies, and bounds how many requests an address has open. Comes before everything else.</summary>
    public static WebApplication UseTraffic(this WebApplication app, Func<Refusal, IResult> refuse)
    {
        app.UseForwardedHeaders();
        var connections = app.Services.GetRequiredService<ConnectionTable>();
        app.Use((http, next) => connections.AnswerAsync(http, next, refuse));
        return app;
    }
}
