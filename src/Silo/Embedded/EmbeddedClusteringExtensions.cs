using System.Net;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace CodeRunner.Silo.Embedded;

/// <summary>A cluster of one silo, inside this process.</summary>
internal static class EmbeddedClusteringExtensions
{
    // Orleans wants a number; no such port is ever opened.
    private const int NominalPort = 1;
    private const string Name = "coderunner";

    /// <summary>
    /// Makes the silo a cluster of its own, without any port: so any number of servers can run side by side on a machine, and
    /// nothing on it, a submission least of all, can speak to the silo. Callers in the process use its <c>IGrainFactory</c>.
    /// </summary>
    public static ISiloBuilder UseEmbeddedClustering(this ISiloBuilder builder)
    {
        builder.Configure<EndpointOptions>(static options =>
        {
            options.AdvertisedIPAddress = IPAddress.Loopback;
            options.SiloPort = NominalPort;
            options.GatewayPort = 0;
        });
        builder.Configure<ClusterOptions>(static options => options.ClusterId = options.ServiceId = Name);
        builder.UseDevelopmentClustering(primarySiloEndpoint: null);
        ReplaceListeners(builder.Services);
        return builder;
    }

    // The keys that Orleans registers its two listeners by are its own; so they are taken from its registrations.
    private static void ReplaceListeners(IServiceCollection services)
    {
        var keys = services
            .Where(static service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory))
            .Select(static service => service.ServiceKey)
            .ToList();
        if (keys.Count == 0)
            throw new InvalidOperationException("This version of Orleans registers its listeners in another way; a port would be opened.");

        foreach (var key in keys)
            services.AddKeyedSingleton<IConnectionListenerFactory>(key, new NoListenerFactory());
    }
}
