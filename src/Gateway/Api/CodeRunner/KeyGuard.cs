using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary>Lets only known clients through, where the settings require keys. As metadata it says of a route that it is guarded so.</summary>
internal sealed class KeyGuard(ClientIdentity clients, IOptions<GatewayOptions> options) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        options.Value.RequireApiKey && !clients.Find(context.HttpContext).HasKey
            ? ValueTask.FromResult<object?>(new Problem(StatusCodes.Status401Unauthorized, $"The header {ClientIdentity.KeyHeader} must hold a known API key."))
            : next(context);
}

/// <summary>Puts the guard before routes.</summary>
internal static class KeyGuardExtensions
{
    /// <summary>A group of routes that <see cref="KeyGuard"/> guards.</summary>
    public static RouteGroupBuilder MapGuarded(this IEndpointRouteBuilder routes)
    {
        var guard = routes.ServiceProvider.GetRequiredService<KeyGuard>();
        return routes.MapGroup(string.Empty).AddEndpointFilter(guard).WithMetadata(guard);
    }
}
