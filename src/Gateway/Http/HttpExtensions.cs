using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Events;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Http;

/// <summary>What holds for every answer.</summary>
internal static class HttpExtensions
{
    /// <summary>Adds which pages may call the API: see <see cref="CorsPolicies"/>.</summary>
    public static IServiceCollection AddPagesOfOthers(this IServiceCollection services)
    {
        services.AddOptions<CorsSettings>().BindConfiguration(CorsSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CorsSettings>, CorsSettingsValidator>();
        return services.AddCors().AddSingleton<ICorsPolicyProvider, CorsPolicies>();
    }

    /// <summary>Forbids browsers to guess that an answer is something else than it says: programs write what they like.</summary>
    public static WebApplication UseNoSniff(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            context.Response.OnStarting(static state =>
            {
                ((HttpResponse)state).Headers.XContentTypeOptions = "nosniff";
                return Task.CompletedTask;
            }, context.Response);
            return next(context);
        });
        return app;
    }

    /// <summary>Answers HEAD as GET; the server leaves the body out. Must come before routing.</summary>
    public static WebApplication UseHead(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.StartsWithSegments(EventsApi.Path))
                context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        return app;
    }
}
