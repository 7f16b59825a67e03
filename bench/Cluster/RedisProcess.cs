using System.Diagnostics;
using System.Globalization;
using CodeRunner.Bench.Measuring;
using StackExchange.Redis;

namespace CodeRunner.Bench.Cluster;

/// <summary>A real redis-server of this run alone, which keeps what it acknowledges as <c>script/cluster</c> has it.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private const double BytesPerMiB = 1 << 20;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly IConnectionMultiplexer _connection;

    private RedisProcess(Process process, IConnectionMultiplexer connection, string address) => (_process, _connection, Address) = (process, connection, address);

    public string Address { get; }

    /// <summary>Milliseconds of CPU time so far.</summary>
    public double CpuTime => Cpu.OfProcess(_process.Id);

    /// <summary>Starts one whose files are in the folder.</summary>
    /// <exception cref="BenchException">It does not start.</exception>
    public static async Task<RedisProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var port = Ports.Free(1)[0];
        var process = Process.Start(new ProcessStartInfo(
            "redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--logfile", "redis.log", "--save", "", "--appendonly", "yes", "--appendfsync", "always"]))
            ?? throw new BenchException("redis-server does not start.");
        try
        {
            var address = $"127.0.0.1:{port}";
            return new RedisProcess(process, await ConnectAsync($"{address},allowAdmin=true", process, cancellationToken), address);
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>What its data take, in MiB.</summary>
    public async Task<double> MemoryMiBAsync()
    {
        var memory = await Server.InfoAsync("memory");
        return double.Parse(memory[0].First(static pair => pair.Key == "used_memory").Value, CultureInfo.InvariantCulture) / BytesPerMiB;
    }

    /// <summary>Forgets everything.</summary>
    public Task ClearAsync() => Server.FlushAllDatabasesAsync();

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private IServer Server => _connection.GetServers()[0];

    private static async Task<IConnectionMultiplexer> ConnectAsync(string address, Process process, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectionMultiplexer.ConnectAsync(address);
            }
            catch (RedisConnectionException exception) when (process.HasExited || Stopwatch.GetElapsedTime(start) > StartTimeout)
            {
                throw new BenchException($"redis-server does not start: {exception.Message}");
            }
            catch (RedisConnectionException)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
