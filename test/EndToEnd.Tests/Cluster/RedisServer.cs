using System.Diagnostics;
using CodeRunner.EndToEnd.Tests.Hosting;
using StackExchange.Redis;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>A real redis-server of the test's own, which keeps what it acknowledged however it ends.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly string _folder;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(string folder, string[] arguments)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _arguments = arguments;
    }

    public int Port { get; } = ServerProcess.FreePort();

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts one whose files are in the folder.</summary>
    public static async Task<RedisServer> StartAsync(string folder, params string[] arguments)
    {
        var server = new RedisServer(folder, arguments);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again, with what it had.</summary>
    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server",
            [
                "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder, "--logfile", "redis.log",
                "--save", "", "--appendonly", "yes", "--appendfsync", "always", .. _arguments,
            ]));
        Assert.True(await Eventually.IsTrueAsync(AnswersAsync, StartTimeout), "Redis did not start.");
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>A connection of the test's own.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> AnswersAsync()
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            var count = await stream.ReadAsync(answer);

            // One that wants a password, or still loads, says so.
            return count > 0 && !answer.AsSpan(0, count).StartsWith("-LOADING"u8);
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
