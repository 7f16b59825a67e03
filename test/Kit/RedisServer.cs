using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace CodeRunner.Kit;

/// <summary>A real redis-server of its owner alone, which keeps what it acknowledged however it ends.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly string _folder;
    private readonly string[] _arguments;
    private Process? _process;

    private RedisServer(string folder, string[] arguments)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _arguments = arguments;
    }

    public int Port { get; } = Ports.Free();

    /// <summary>Its process number.</summary>
    public int Id => _process?.Id ?? throw new InvalidOperationException("Not started.");

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
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process is { HasExited: true } || clock.Elapsed > StartTimeout)
                throw new InvalidOperationException("Redis did not start.");
            await Task.Delay(Interval);
        }
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

    /// <summary>A connection of the caller's own.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync($"{Address},allowAdmin=true");

    /// <summary>The keys that match a pattern.</summary>
    public IReadOnlyList<string> Keys(string pattern)
    {
        using var connection = ConnectionMultiplexer.Connect(Address);
        return [.. connection.GetServers()[0].Keys(pattern: pattern).Select(static key => key.ToString())];
    }

    /// <summary>What its data take, in bytes.</summary>
    public async Task<long> MemoryAsync()
    {
        await using var connection = await ConnectAsync();
        var memory = await connection.GetServers()[0].InfoAsync("memory");
        return long.Parse(memory[0].First(static pair => pair.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Forgets everything.</summary>
    public async Task ClearAsync()
    {
        await using var connection = await ConnectAsync();
        await connection.GetServers()[0].FlushAllDatabasesAsync();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            var count = await stream.ReadAsync(answer);

            // One that wants a password, or still loads, says so.
            return count > 0 && !answer.AsSpan(0, count).StartsWith("-LOADING"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
