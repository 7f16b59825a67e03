using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>The built gateway as a process of its own, with the real sandbox. It can be killed and started again where it was.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    // The start probes the sandbox and precompiles common headers, here beside other work on two cores.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(50);
    private const int LogTail = 4000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coderunner-browser-");
    private readonly HttpClient _client = new();
    private Process? _process;

    private readonly IReadOnlyDictionary<string, string> _settings;

    private TestServer(int port, IReadOnlyDictionary<string, string> settings)
    {
        Port = port;
        _settings = settings;
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    private string LogFile => Path.Combine(_folder.FullName, "server.log");

    /// <param name="settings">Settings as the environment names them, for example <c>Slots__Count</c>.</param>
    public static async Task<TestServer> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = new TestServer(FreePort(), settings ?? new Dictionary<string, string>());
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Starts the process, on the same port and data folder each time, and waits until it is ready.</summary>
    public async Task StartProcessAsync()
    {
        // The shell becomes the server, so that its output goes to a file: nobody has to read a pipe.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogFile])
        {
            WorkingDirectory = Path.GetDirectoryName(Settings.GatewayAssembly),
        };
        foreach (var argument in (string[])["dotnet", Settings.GatewayAssembly, "--urls", $"http://*:{Port}"])
            start.ArgumentList.Add(argument);
        start.Environment["CODERUNNER_DATA"] = Path.Combine(_folder.FullName, "data");
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server was not started.");

        var clock = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited || clock.Elapsed > StartTimeout)
                throw new InvalidOperationException($"The server did not become ready. Its log ends:\n{ReadLog()}");
            await Task.Delay(AskInterval);
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri($"{Address}/readyz"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string ReadLog()
    {
        var text = File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";
        return text.Length <= LogTail ? text : text[^LogTail..];
    }
}
