using CodeRunner.Gateway.Access;
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
            if (HttpMethods.IsHead(context.Request.Method))
            {
                context.Request.Method = HttpMethods.Get;
                context.Items[typeof(GetOnly)] = HttpMethods.Head;
            }

            return next(context);
        });
        return app;
    }

    /// <summary>Refuses HEAD where a route is <see cref="GetOnly"/>. Must come after routing.</summary>
    public static WebApplication UseGetOnly(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (context.Items[typeof(GetOnly)] is not string method || context.GetEndpoint()?.Metadata.GetMetadata<GetOnly>() is null)
                return next(context);
            context.Request.Method = method;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = HttpMethods.Get;
            return Task.CompletedTask;
        });
        return app;
    }
}
