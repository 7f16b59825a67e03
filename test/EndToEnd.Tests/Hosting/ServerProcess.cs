using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using CodeRunner.EndToEnd.Tests.Http;

namespace CodeRunner.EndToEnd.Tests.Hosting;

/// <summary>
/// The built gateway, or a silo, as a process of its own, with the real sandbox and the real compilers. Its data folder belongs to
/// the caller, so that a second process can go on where the first one was killed.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    // The start probes the sandbox and precompiles common headers, here beside other work on two cores.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private const int LogTail = 6000;

    /// <summary>The control group of a server with Docker sandboxes.</summary>
    public const string CgroupParentArgument = "--Sandbox:Docker:CgroupParent=";

    private readonly Process _process;
    private readonly string _log;
    private bool _disposed;

    private ServerProcess(Process process, string dataFolder, string log, Uri address, string? cgroupParent)
    {
        CgroupParent = cgroupParent;
        _process = process;
        _log = log;
        DataFolder = dataFolder;
        Address = address;
        Client = new EngineClient(address);
    }

    public string DataFolder { get; }

    public Uri Address { get; }

    public EngineClient Client { get; }

    public int Id => _process.Id;

    /// <summary>Where its containers' control groups are; null for a server whose sandboxes are its own processes.</summary>
    public string? CgroupParent { get; }

    public string LogFile => _log;

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it has written to stdout and stderr.</summary>
    public string Log
    {
        get
        {
            var text = File.Exists(_log) ? File.ReadAllText(_log) : "";
            return text.Length <= LogTail ? text : text[^LogTail..];
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="dataFolder">Its data folder; the log is written beside it.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="arguments">Further arguments: settings as <c>--Section:Name=value</c>.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder,
        IReadOnlyDictionary<string, string>? environment = null,
        params string[] arguments)
    {
        var server = Launch(dataFolder, environment, arguments);
        await server.BecomeReadyAsync();
        return server;
    }

    /// <summary>Starts the gateway without waiting.</summary>
    public static ServerProcess Launch(
        string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments) =>
        Launch(GatewayAssembly(), FreePort(), dataFolder, environment, arguments);

    /// <summary>Starts the gateway on a given port, or a silo, without waiting.</summary>
    public static ServerProcess Launch(
        string assembly, int port, string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments) =>
        Launch(assembly, new Uri($"http://127.0.0.1:{port}"), [], dataFolder, environment, arguments);

    /// <summary>The same at a given address, by a command that becomes the server.</summary>
    public static ServerProcess Launch(
        string assembly,
        Uri address,
        IReadOnlyList<string> entrance,
        string dataFolder,
        IReadOnlyDictionary<string, string>? environment = null,
        params string[] arguments)
    {
        var log = $"{dataFolder.TrimEnd('/')}.log";
        // The shell becomes the server, so that its output goes to a file: a pipe would stay open as long as any
        // process that it left behind.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log]);
        foreach (var argument in (string[])[.. entrance, "dotnet", assembly, "--urls", address.ToString(), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CODERUNNER_DATA"] = dataFolder;
        start.WorkingDirectory = Path.GetDirectoryName(GatewayAssembly());
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server was not started.");
        return new ServerProcess(process, dataFolder, log, address, arguments
            .FirstOrDefault(static argument => argument.StartsWith(CgroupParentArgument, StringComparison.Ordinal))?[CgroupParentArgument.Length..]);
    }

    /// <summary>Waits until it takes work; ends it where it never does.</summary>
    public async Task BecomeReadyAsync()
    {
        var ready = await Eventually.IsTrueAsync(async () => HasExited || await Client.IsReadyAsync(), StartTimeout);
        if (ready && !HasExited)
        {
            return;
        }

        var log = Log;
        await DisposeAsync();
        throw new InvalidOperationException($"The server did not become ready. Its log ends:\n{log}");
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Client.Dispose();
        _process.Dispose();
    }

    /// <summary>Stops the process where it is, as a virtual machine that is frozen, or lets it go on.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public static string GatewayAssembly() => typeof(ServerProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "GatewayAssembly").Value!;

    /// <summary>The silo's program, which lies beside the gateway's.</summary>
    public static string SiloAssembly() => Path.Combine(Path.GetDirectoryName(GatewayAssembly())!, "CodeRunner.Silo.dll");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
