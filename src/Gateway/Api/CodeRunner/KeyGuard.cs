using CodeRunner.Gateway.Access;
using CodeRunner.Gateway.Api.CodeRunner.Errors;
using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Api.CodeRunner;

/// <summary>Lets only known clients through, where the settings require keys; where they don't, those without a key as well, but nobody with a wrong one. As metadata it says of a route that it is guarded so.</summary>
internal sealed class KeyGuard(ClientIdentity clients, IOptions<GatewayOptions> options) : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (options.Value.RequireApiKey && !clients.Find(http).HasKey)
            return Refuse($"The header {ClientIdentity.KeyHeader} must hold a known API key.");

        // A page of any origin may send a key. Taken for none, a wrong one would let it run what it likes, as one who has no key at all, from a
        // browser in whose network the server is.
        if (clients.HasWrongKey(http))
            return Refuse($"The header {ClientIdentity.KeyHeader} must hold a known API key, or be left out.");
        return next(context);
    }

    private static ValueTask<object?> Refuse(string error) => ValueTask.FromResult<object?>(new Problem(StatusCodes.Status401Unauthorized, error));
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
