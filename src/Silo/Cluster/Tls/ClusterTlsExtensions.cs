using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace CodeRunner.Silo.Cluster.Tls;

/// <summary>Puts TLS around the connections of silos and gateways, where the settings say so.</summary>
internal static class ClusterTlsExtensions
{
    /// <summary>A name for the handshake only; who the other end is, its certificate says.</summary>
    private const string HandshakeName = "coderunner";

    private static readonly object Established = new();

    /// <summary>For a silo: both its ports, and its calls of other silos.</summary>
    public static void AddSiloTls(this IServiceCollection services) => services.AddOptions<SiloConnectionOptions>().Configure<ClusterCertificates>(
        static (options, certificates) =>
        {
            if (!certificates.IsOn)
                return;
            options.ConfigureSiloInboundConnection(connection => Serve(connection, certificates));
            options.ConfigureGatewayInboundConnection(connection => Serve(connection, certificates));
            options.ConfigureSiloOutboundConnection(connection => Call(connection, certificates));
        });

    /// <summary>For a gateway: its calls of silos.</summary>
    public static void AddClientTls(this IServiceCollection services) => services.AddOptions<ClientConnectionOptions>().Configure<ClusterCertificates>(
        static (options, certificates) =>
        {
            if (certificates.IsOn)
                options.ConfigureConnection(connection => Call(connection, certificates));
        });

    private static void Serve(IConnectionBuilder connection, ClusterCertificates certificates)
    {
        connection.Use(next => context => WatchAsync(next, context, certificates, "A connection to this silo was refused", isOurs: false));
        connection.UseServerTls(Options(certificates));
        connection.Use(Mark);
    }

    private static void Call(IConnectionBuilder connection, ClusterCertificates certificates)
    {
        connection.Use(next => context => WatchAsync(next, context, certificates, $"A connection to the silo at {context.RemoteEndPoint} failed", isOurs: true));
        connection.UseClientTls(Options(certificates));
        connection.Use(Mark);
    }

    private static TlsOptions Options(ClusterCertificates certificates) => new()
    {
        LocalCertificate = certificates.Current.Own,
        RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
        ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
        RemoteCertificateValidation = certificates.IsMember,
        // As each handshake asks, so that a certificate that was renewed is shown.
        LocalServerCertificateSelector = (_, _) => certificates.Current.Own,
        LocalClientCertificateSelector = (_, _, _, _, _) => certificates.Current.Own,
        OnAuthenticateAsClient = static (_, tls) => tls.TargetHost = HandshakeName,
    };

    private static ConnectionDelegate Mark(ConnectionDelegate next) => context =>
    {
        context.Items[Established] = true;
        return next(context);
    };

    /// <summary>Says why a handshake failed. An exception of a connection that came in would only be printed whole by who listens.</summary>
    private static async Task WatchAsync(ConnectionDelegate next, ConnectionContext context, ClusterCertificates certificates, string direction, bool isOurs)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Items.ContainsKey(Established))
        {
            certificates.Refused(direction, exception);
            if (isOurs)
                throw;
            return;
        }

        if (!context.Items.ContainsKey(Established))
            certificates.Refused(direction, exception: null);
    }
}
