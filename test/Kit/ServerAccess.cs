using System.Net;
using System.Net.Sockets;
using CodeRunner.Client;

namespace CodeRunner.Kit;

/// <summary>
/// A server, as any user asks it, and once: what it refuses is the caller's to see, and nothing is sent again. Over HTTP/1.1, with connections
/// that are kept.
/// </summary>
public sealed class ServerAccess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="address">The server.</param>
    /// <param name="from">The address of this machine that it is asked from; null for whichever.</param>
    /// <param name="resultTimeout">How long a result may take where a call doesn't say; null for a minute.</param>
    public ServerAccess(Uri address, IPAddress? from = null, TimeSpan? resultTimeout = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        if (from is not null)
            handler.ConnectCallback = (context, cancellationToken) => ConnectAsync(from, context.DnsEndPoint, cancellationToken);
        Http = new HttpClient(handler) { BaseAddress = address, Timeout = Patience };
        Client = new CodeRunnerClient(Http, new CodeRunnerClientOptions
        {
            Retries = 0,
            RequestTimeout = Patience,
            ResultTimeout = resultTimeout ?? TimeSpan.FromMinutes(1),
        });
    }

    /// <summary>For what the client does not show: answers as they are sent.</summary>
    public HttpClient Http { get; }

    public CodeRunnerClient Client { get; }

    public void Dispose() => Http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
