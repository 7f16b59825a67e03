using System.Diagnostics;
using System.Globalization;

namespace CodeRunner.Kit;

/// <summary>A Docker engine with the sandbox image, as <c>script/docker-engine</c> starts it.</summary>
public sealed class DockerEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly bool _isOwn;

    private DockerEngine(string folder, bool isOwn) => (Folder, _isOwn) = (folder, isOwn);

    /// <summary>Its address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where its files are. Sockets have short names, so this is one.</summary>
    public string Folder { get; }

    /// <summary>Starts one that only the caller uses, and may therefore kill. The image is copied from the engine that all others use.</summary>
    public static Task<DockerEngine> StartOwnAsync() => StartAsync(isOwn: true);

    /// <summary>The engine that all use: one that answers already, else a new one.</summary>
    public static Task<DockerEngine> StartAsync() => StartAsync(isOwn: false);

    /// <summary>Starts it again after it was killed.</summary>
    public async Task RestartAsync()
    {
        var said = await ScriptAsync(_isOwn ? ["start", "--own", Folder] : ["start", Folder]);
        Address = said.Trim().Split('\n')[^1];
    }

    /// <summary>The number of a process of its own by the file that has it; null for an engine that was there already.</summary>
    public int? ProcessId(string file = "engine.pid")
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <summary>Sends its process a signal.</summary>
    public Task SignalAsync(string signal) => Signals.SendAsync(ProcessId() ?? throw new InvalidOperationException("It is not ours."), signal);

    public async ValueTask DisposeAsync() => await ScriptAsync("stop", Folder);

    private static async Task<DockerEngine> StartAsync(bool isOwn)
    {
        var engine = new DockerEngine($"/tmp/cr-{Guid.NewGuid().ToString("N")[..8]}", isOwn);
        try
        {
            await engine.RestartAsync();
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> ScriptAsync(params string[] arguments)
    {
        var said = Path.GetTempFileName();
        try
        {
            // To a file: a pipe would stay open as long as any process that it leaves behind.
            string[] toFile = ["-c", "out=$1; shift; exec \"$@\" >\"$out\" 2>/dev/null </dev/null", "sh", said];
            var command = Path.Combine(Built.RepositoryRoot, "script", "docker-engine");
            using var script = Process.Start(new ProcessStartInfo("/bin/sh", [.. toFile, command, .. arguments]))
                ?? throw new InvalidOperationException("The script was not started.");
            using var timeout = new CancellationTokenSource(Patience);
            await script.WaitForExitAsync(timeout.Token);
            return script.ExitCode == 0
                ? await File.ReadAllTextAsync(said)
                : throw new InvalidOperationException($"script/docker-engine {string.Join(' ', arguments)} failed.");
        }
        finally
        {
            File.Delete(said);
        }
    }
}
