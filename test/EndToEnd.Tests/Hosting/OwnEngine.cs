using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace CodeRunner.EndToEnd.Tests.Hosting;

/// <summary>A Docker engine that only one test uses, and may therefore kill. The image is copied from the engine that the other tests use.</summary>
internal sealed class OwnEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // Sockets have short names.
    private readonly string _folder = $"/tmp/cr-{Guid.NewGuid().ToString("N")[..8]}";

    private OwnEngine()
    {
    }

    /// <summary>Its address.</summary>
    public string Address => $"unix://{_folder}/engine.sock";

    public static async Task<OwnEngine> StartAsync()
    {
        var engine = new OwnEngine();
        await engine.RestartAsync();
        return engine;
    }

    /// <summary>Starts it again after it was killed.</summary>
    public Task RestartAsync() => ScriptAsync("start", "--own", _folder);

    /// <summary>Sends its process a signal.</summary>
    public async Task SignalAsync(string signal)
    {
        var id = int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "engine.pid")), CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync() => await ScriptAsync("stop", _folder);

    private static async Task ScriptAsync(params string[] arguments)
    {
        var root = typeof(OwnEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => attribute.Key == "RepositoryRoot").Value!;
        // Nothing that it starts may hold a pipe of ours.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", Path.Combine(root, "script", "docker-engine"), .. arguments]);
        using var script = Process.Start(start) ?? throw new InvalidOperationException("The script was not started.");
        using var timeout = new CancellationTokenSource(Patience);
        await script.WaitForExitAsync(timeout.Token);
        if (script.ExitCode != 0)
            throw new InvalidOperationException($"script/docker-engine {string.Join(' ', arguments)} failed.");
    }
}
