using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CodeRunner.Bench.Bare;
using CodeRunner.Bench.Measuring;

namespace CodeRunner.Bench.Engine;

/// <summary>The server that is measured: a process of its own, on a free port, with an empty data folder, otherwise as it comes.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string DataSetting = "CODERUNNER_DATA";
    private const int KeptLines = 40;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ReadyPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lastLines = new();

    private ServerProcess(string path, string dataFolder, Uri address, IReadOnlyList<string> arguments)
    {
        Address = address;
        var isLibrary = path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isLibrary ? "dotnet" : path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(path),
            Environment = { [DataSetting] = dataFolder },
        };
        if (isLibrary)
            start.ArgumentList.Add(path);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.GetLeftPart(UriPartial.Authority));
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Its process number.</summary>
    public int Id => _process.Id;

    /// <summary>Milliseconds of CPU time that the server itself has used, its sandboxes not counted.</summary>
    public double CpuTime => Cpu.OfProcess(_process.Id);

    /// <summary>The most memory that it has had resident.</summary>
    public double PeakMemoryMiB => Cpu.PeakMemoryMiB(_process.Id);

    /// <summary>Starts it and waits until it takes work.</summary>
    /// <param name="path">Its program, or its .dll.</param>
    /// <param name="dataFolder">An empty folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="arguments">What comes first among its arguments.</param>
    public static async Task<ServerProcess> StartAsync(string path, string dataFolder, CancellationToken cancellationToken, params string[] arguments)
    {
        var server = new ServerProcess(path, dataFolder, new Uri($"http://127.0.0.1:{FreePort()}"), arguments);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop, and kills it and what it started when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Libc.kill(_process.Id, Libc.SigTerm);
            using var timeout = new CancellationTokenSource(StopTimeout);
            await _process.WaitForExitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var client = new EngineClient(Address);
        var start = Stopwatch.GetTimestamp();
        while (!await client.IsReadyAsync(cancellationToken))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > StartTimeout)
                throw new BenchException($"The server is not ready. Its last words:\n{string.Join('\n', _lastLines)}");
            await Task.Delay(ReadyPeriod, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _lastLines.Enqueue(line);
        if (_lastLines.Count > KeptLines)
            _lastLines.TryDequeue(out _);
    }
}
