using CodeRunner.Client;
using CodeRunner.Kit;

namespace CodeRunner.Browser.Tests.Hosting;

/// <summary>A server with a folder of its own, at every address of this machine, as browsers know it by several names.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly ServerProcess _process;

    private TestServer(int port, IReadOnlyDictionary<string, string>? settings) =>
        _process = ServerProcess.Launch(Built.GatewayAssembly, port, _folder.Combine("data"), settings, "--urls", $"http://*:{port}");

    public int Port => _process.Address.Port;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>The HTTP interface, for what a test does beside the page.</summary>
    public CodeRunnerClient Client => _process.Client;

    /// <param name="settings">Settings as the environment names them, for example <c>Slots__Count</c>.</param>
    public static async Task<TestServer> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var server = new TestServer(Ports.Free(), settings);
        await server._process.BecomeReadyAsync();
        return server;
    }

    /// <summary>Starts the process again, on the same port and data folder, and waits until it is ready.</summary>
    public Task StartAgainAsync() => _process.StartAgainAsync();

    /// <summary>Ends it at once, as a power cut would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
