using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CodeRunner.Gateway.Tests.Traffic;

/// <summary>A connection on which a test says what it likes, as slowly as it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawClient> ConnectAsync(GatewayApp app, string from = "127.0.0.1", int? receiveBuffer = null)
    {
        var client = new RawClient();
        if (receiveBuffer is { } bytes)
            client._socket.ReceiveBufferSize = bytes;
        client._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await client._socket.ConnectAsync(IPAddress.Loopback, app.Http.BaseAddress!.Port);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The server broke off before we looked: what is received says so.
        }

        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.ASCII.GetBytes(text)).WaitAsync(_patience);

    /// <summary>Begins a submission with a body of so many bytes, of which only the first is sent.</summary>
    public Task BeginBodyAsync(int length) =>
        SendAsync($"POST /run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{");

    /// <summary>The next bytes, up to the length; empty at the end, also where the server broke off.</summary>
    public async Task<string> ReceiveAsync(int most = 16 << 10)
    {
        using var timeout = new CancellationTokenSource(_patience);
        var buffer = new byte[most];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, timeout.Token));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    /// <summary>
    /// One whole answer, head and body; what there was until then where the server broke off. An answer may come in pieces: what was not
    /// received would be taken for the next one's.
    /// </summary>
    public async Task<string> ReceiveAnswerAsync()
    {
        var answer = new StringBuilder();
        while (!IsWhole(answer.ToString()) && await ReceiveAsync() is { Length: > 0 } more)
            answer.Append(more);
        return answer.ToString();
    }

    /// <summary>Everything until the server closes.</summary>
    public async Task<string> ReceiveAllAsync()
    {
        var all = new StringBuilder();
        while (await ReceiveAsync() is { Length: > 0 } more)
            all.Append(more);
        return all.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(string answer)
    {
        const string End = "\r\n\r\n";
        const string Length = "\r\nContent-Length: ";
        var body = answer.IndexOf(End, StringComparison.Ordinal) + End.Length;
        if (body < End.Length)
            return false;

        var length = answer.IndexOf(Length, 0, body, StringComparison.OrdinalIgnoreCase) + Length.Length;
        if (length < Length.Length)
            return answer.EndsWith("0" + End, StringComparison.Ordinal);
        var digits = answer[length..answer.IndexOf('\r', length)];
        return answer.Length - body >= int.Parse(digits, CultureInfo.InvariantCulture);
    }
}
