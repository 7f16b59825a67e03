using System.Diagnostics;
using CodeRunner.Client;

namespace CodeRunner.Kit;

/// <summary>
/// The built gateway, or a silo, as a process of its own, with the real sandbox and the real compilers. Its data folder belongs to
/// the caller, so that a second process can go on where the first one was killed.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    // The start probes the sandbox and precompiles common headers, here beside other work on two cores.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan MeasuredResultTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);
    private const int LogTail = 6000;

    /// <summary>The control group of a server with Docker sandboxes.</summary>
    public const string CgroupParentArgument = "--Sandbox:Docker:CgroupParent=";

    private const string UrlsArgument = "--urls";

    private readonly ProcessStartInfo _start;
    private readonly ServerAccess _access;
    private Process _process;
    private bool _disposed;

    private ServerProcess(ProcessStartInfo start, string dataFolder, Uri address, string? cgroupParent, TimeSpan? resultTimeout = null)
    {
        (_start, DataFolder, Address, CgroupParent) = (start, dataFolder, address, cgroupParent);
        _access = new ServerAccess(address, resultTimeout: resultTimeout);
        _process = Run(start);
    }

    public string DataFolder { get; }

    public Uri Address { get; }

    /// <summary>Asks it as any user does, and once.</summary>
    public CodeRunnerClient Client => _access.Client;

    /// <summary>For what the client does not show.</summary>
    public HttpClient Http => _access.Http;

    public int Id => _process.Id;

    /// <summary>Where its containers' control groups are; null for a server whose sandboxes are its own processes.</summary>
    public string? CgroupParent { get; }

    public string LogFile => LogOf(DataFolder);

    public bool HasExited => _process.HasExited;

    /// <summary>Whether it is asked to stop in the end, and killed only when it doesn't.</summary>
    public bool IsStoppedPolitely { get; init; }

    /// <summary>The end of what it has written to stdout and stderr.</summary>
    public string Log
    {
        get
        {
            var text = File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";
            return text.Length <= LogTail ? text : text[^LogTail..];
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="dataFolder">Its data folder; the log is written beside it.</param>
    /// <param name="environment">Further environment variables.</param>
    /// <param name="arguments">Further arguments: settings as <c>--Section:Name=value</c>.</param>
    public static async Task<ServerProcess> StartAsync(
        string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var server = Launch(dataFolder, environment, arguments);
        await server.BecomeReadyAsync();
        return server;
    }

    /// <summary>Starts the gateway without waiting.</summary>
    public static ServerProcess Launch(
        string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments) =>
        Launch(Built.GatewayAssembly, Ports.Free(), dataFolder, environment, arguments);

    /// <summary>Starts the gateway on a given port, or a silo, without waiting.</summary>
    public static ServerProcess Launch(
        string program, int port, string dataFolder, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments) =>
        Launch(program, new Uri($"http://127.0.0.1:{port}"), [], dataFolder, environment, arguments);

    /// <summary>The same at a given address, by a command that becomes the server.</summary>
    public static ServerProcess Launch(
        string program,
        Uri address,
        IReadOnlyList<string> entrance,
        string dataFolder,
        IReadOnlyDictionary<string, string>? environment = null,
        params string[] arguments) =>
        new(StartInfo(program, address, entrance, dataFolder, environment, arguments), dataFolder, address, CgroupParentOf(arguments));

    /// <summary>Starts the measured server, which is stopped politely in the end, and waits until it is ready.</summary>
    /// <param name="program">Its program, or its .dll.</param>
    /// <param name="dataFolder">An empty folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<ServerProcess> MeasureAsync(
        string program, string dataFolder, CancellationToken cancellationToken, params string[] arguments)
    {
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var start = StartInfo(program, address, [], dataFolder, null, arguments);
        var server = new ServerProcess(start, dataFolder, address, CgroupParentOf(arguments), MeasuredResultTimeout)
        {
            IsStoppedPolitely = true,
        };
        await server.BecomeReadyAsync(cancellationToken);
        return server;
    }

    /// <summary>Waits until it takes work; ends it where it never does.</summary>
    public async Task BecomeReadyAsync(CancellationToken cancellationToken = default)
    {
        var ready = false;
        try
        {
            ready = await Eventually.IsTrueAsync(async () => HasExited || await Client.IsReadyAsync(cancellationToken), StartTimeout) && !HasExited;
        }
        finally
        {
            if (!ready)
                await DisposeAsync();
        }

        if (!ready)
            throw new InvalidOperationException($"The server did not become ready. Its log ends:\n{Log}");
    }

    /// <summary>Starts it again where it was, after it has ended, and waits until it is ready.</summary>
    public async Task StartAgainAsync()
    {
        _process.Dispose();
        _process = Run(_start);
        await BecomeReadyAsync();
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
            return;
        _disposed = true;
        if (IsStoppedPolitely && !_process.HasExited)
            await ((Task)StopAsync()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            await KillAsync();
        _access.Dispose();
        _process.Dispose();
    }

    /// <summary>Stops the process where it is, as a virtual machine that is frozen, or lets it go on.</summary>
    public Task SignalAsync(string signal) => Signals.SendAsync(Id, signal);

    private static Process Run(ProcessStartInfo start) => Process.Start(start) ?? throw new InvalidOperationException("The server was not started.");

    private static string LogOf(string dataFolder) => $"{dataFolder.TrimEnd('/')}.log";

    private static string? CgroupParentOf(string[] arguments) => arguments
        .FirstOrDefault(static argument => argument.StartsWith(CgroupParentArgument, StringComparison.Ordinal))?[CgroupParentArgument.Length..];

    private static ProcessStartInfo StartInfo(
        string program,
        Uri address,
        IReadOnlyList<string> entrance,
        string dataFolder,
        IReadOnlyDictionary<string, string>? environment,
        string[] arguments)
    {
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];

        // The shell becomes the server, so that its output goes to a file: a pipe would stay open as long as any
        // process that it left behind.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", LogOf(dataFolder)])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            Environment = { ["CODERUNNER_DATA"] = dataFolder },
        };

        string[] urls = arguments.Contains(UrlsArgument) ? [] : [UrlsArgument, address.ToString()];
        foreach (var argument in (string[])[.. entrance, .. command, .. arguments, .. urls])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }
}
