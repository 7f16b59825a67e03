using CodeRunner.Client;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client.</summary>
public static class CodeRunnerClientExtensions
{
    // What is pooled is looked up anew that often, so that a client that lives long notices when an address has moved.
    private static readonly TimeSpan _connectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Registers <see cref="CodeRunnerClient"/>, which may be kept and shared.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Says which server; <see cref="CodeRunnerClientOptions.Address"/> is required.</param>
    /// <returns>What further handlers can be added to.</returns>
    public static IHttpClientBuilder AddCodeRunnerClient(this IServiceCollection services, Action<CodeRunnerClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<CodeRunnerClientOptions>().Configure(configure);
        return services.AddHttpClient(nameof(CodeRunnerClient))
            .ConfigureHttpClient(static http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { PooledConnectionLifetime = _connectionLifetime })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .AddTypedClient(static (http, provider) => new CodeRunnerClient(
                http, provider.GetRequiredService<IOptions<CodeRunnerClientOptions>>().Value, provider.GetService<TimeProvider>()));
    }
}
