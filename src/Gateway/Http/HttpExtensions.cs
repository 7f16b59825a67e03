using CodeRunner.Gateway.Events;
using Microsoft.Net.Http.Headers;

namespace CodeRunner.Gateway.Http;

/// <summary>What holds for every answer.</summary>
internal static class HttpExtensions
{
    /// <summary>Any page may call the API; as no cookie is ever read, it can do so only with what it has itself.</summary>
    public static IServiceCollection AddOpenCors(this IServiceCollection services) => services.AddCors(static cors => cors.AddDefaultPolicy(
        static policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().WithExposedHeaders(HeaderNames.Location, HeaderNames.RetryAfter)));

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
