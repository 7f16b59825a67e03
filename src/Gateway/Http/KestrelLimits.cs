using CodeRunner.Gateway.Options;
using CodeRunner.Gateway.Traffic;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Http;

/// <summary>Bounds what connections may do to the server before an endpoint sees them.</summary>
internal sealed class KestrelLimits(IOptions<GatewayOptions> options, ConnectionTable connections) : IConfigureOptions<KestrelServerOptions>
{
    // The endpoint has the exact bound and answers 413 by itself. A client that sends somewhat more must be able to finish
    // sending, or it sees a broken connection and never the answer.
    private const long DrainFactor = 4;

    // What a connection may hold beside the budget: a body that nobody reads yet. The server's default of 1 MiB is 10 GB for all connections.
    private const long BufferBytes = 64 << 10;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.Value.Limits.MaxRequestBytes * DrainFactor;
        kestrel.Limits.KeepAliveTimeout = options.Value.KeepAliveTimeout;
        kestrel.Limits.RequestHeadersTimeout = options.Value.RequestHeadersTimeout;
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => connections.ServeAsync(connection, next)));
        kestrel.Limits.MaxRequestBufferSize = BufferBytes;
        var traffic = options.Value.Traffic;
        kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = new MinDataRate(traffic.MinBytesPerSecond, traffic.StallTimeout);
    }
}
