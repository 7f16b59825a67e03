using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CodeRunner.Silo.Cluster.Tls;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CodeRunner.Silo.Cluster;

/// <summary>Makes a silo one of a cluster that meets in Redis.</summary>
internal static class ClusterSiloExtensions
{
    /// <summary>The settings of the cluster, and the check of the silo's ports before anything starts.</summary>
    public static IServiceCollection AddSiloOfCluster(this IServiceCollection services) => services.AddCluster().AddHostedService<SiloPorts>();

    /// <summary>Membership in Redis, and the silo's two ports on one address.</summary>
    public static ISiloBuilder UseRedisCluster(this ISiloBuilder builder)
    {
        builder.UseRedisClustering(static _ => { });
        builder.Services.JoinCluster();
        builder.Services.AddSiloTls();
        builder.Services.AddSingleton<SiloPulse>();
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static services => services.GetRequiredService<SiloPulse>());
        if (KubernetesPod.IsOurs)
            builder.UseKubernetesHosting();
        builder.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterSettings>>(static (options, settings) =>
        {
            options.AdvertisedIPAddress = settings.Value.Address is { } address ? IPAddress.Parse(address) : FirstAddress();
            options.SiloPort = settings.Value.SiloPort;
            options.GatewayPort = settings.Value.GatewayPort;
        });
        builder.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<ClusterSettings>>(static (options, settings) =>
        {
            options.ProbeTimeout = settings.Value.ProbeTimeout;

            // Orleans' own bound is four times that, and for three of those it believes in a silo that has been heard: one that is frozen would
            // stay in the list for twelve probes.
            options.MaxProbeTimeout = settings.Value.ProbeTimeout;
            options.NumMissedProbesLimit = settings.Value.MissedProbes;
            options.NumVotesForDeathDeclaration = settings.Value.DeathVotes;
            options.IAmAliveTablePublishTimeout = settings.Value.AlivePeriod;
            options.TableRefreshTimeout = settings.Value.RefreshPeriod;
        });
        return builder;
    }

    /// <summary>The first address that other machines may reach, IPv4 first; the machine's own where it has no other.</summary>
    private static IPAddress FirstAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(static network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static address => address.Address)
            .Where(static address => !address.IsIPv6LinkLocal)
            .OrderBy(static address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .FirstOrDefault(IPAddress.Loopback);
}
