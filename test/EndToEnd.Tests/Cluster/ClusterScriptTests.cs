using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>
/// What <c>script/cluster</c> makes of a machine where something is in its way. The script is the real one, what it starts is not: a process of
/// it does nothing, and does not care to be told to end.
/// </summary>
public sealed class ClusterScriptTests : IDisposable
{
    private const string Stub = "#!/usr/bin/env bash\n[[ $1 != publish ]] || exit 0\necho $$ >>\"$STARTED\"\ntrap '' TERM\nwhile true; do sleep 0.1; done\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();

    private string Started => _folder.Combine("started");

    public void Dispose()
    {
        foreach (var process in Processes())
        {
            if (IsAlive(process))
                Process.GetProcessById(process).Kill();
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Start_PortTaken_SaysSoAndByWhomAndStartsNothing(string address)
    {
        using var other = new TcpListener(IPAddress.Parse(address), 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (status, words) = await EndAsync(Start("--port", $"{port}"));

        Assert.Equal(1, status);
        Assert.Contains($"port {port} is taken by process {Environment.ProcessId}", words, StringComparison.Ordinal);
        Assert.Contains("--port", words, StringComparison.Ordinal);
        Assert.False(File.Exists(Started), "Something was started.");
    }

    /// <summary>It was free when we looked, and the answer is even the right one, but not our gateway's.</summary>
    [Fact]
    public async Task Start_AnotherServerAnswersOnItsPort_IsNotTakenForTheGateway()
    {
        var port = Ports.Free();
        using var script = Start("--silos", "1", "--port", $"{port}");
        await Eventually.IsTrueAsync(() => Task.FromResult(Processes().Count == 3), Patience); // Redis, a silo, the gateway
        using var other = new HttpListener { Prefixes = { $"http://localhost:{port}/" } };
        other.Start();
        var answering = AnswerAsync(other);

        var (status, words) = await EndAsync(script);

        other.Close();
        await answering;
        Assert.Equal(1, status);
        Assert.Contains($"listens on port {port}, not our gateway", words, StringComparison.Ordinal);
        Assert.DoesNotContain("ready; Ctrl+C", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ProcessesThatDoNotEnd_AreNamedAndKilled()
    {
        using var script = Start("--silos", "1", "--port", $"{Ports.Free()}");
        await Eventually.IsTrueAsync(() => Task.FromResult(Processes().Count == 3), Patience);

        using (Process.Start("kill", ["-TERM", $"{script.Id}"]))
        {
        }

        var (status, words) = await EndAsync(script);

        Assert.Equal(0, status);
        Assert.All(["redis", "silo-1", "gateway"], name => Assert.Contains($"cluster: {name} (process ", words, StringComparison.Ordinal));
        Assert.All(Processes(), process => Assert.Contains($"(process {process}) does not end", words, StringComparison.Ordinal));
        Assert.All(Processes(), static process => Assert.False(IsAlive(process), $"{process} lives."));
    }

    [Theory]
    [InlineData("--port", "http", "from 1 to 65535")]
    [InlineData("--port", "65536", "from 1 to 65535")]
    [InlineData("--urls", "http://localhost:1", "--port chooses the gateway's")]
    public async Task Start_BadArgument_IsNamedAndStartsNothing(string name, string value, string words)
    {
        var (status, said) = await EndAsync(Start(name, value));

        Assert.Equal(2, status);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.False(File.Exists(Started), "Something was started.");
    }

    private static async Task AnswerAsync(HttpListener server)
    {
        try
        {
            while (true)
            {
                var context = await server.GetContextAsync();
                context.Response.Close(Encoding.UTF8.GetBytes("""{"status":"ready"}"""), willBlock: false);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static async Task<(int Status, string Words)> EndAsync(Process script)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var words = await Task.WhenAll(script.StandardOutput.ReadToEndAsync(deadline.Token), script.StandardError.ReadToEndAsync(deadline.Token));
            await script.WaitForExitAsync(deadline.Token);
            return (script.ExitCode, string.Concat(words));
        }
        finally
        {
            if (!script.HasExited)
                script.Kill(entireProcessTree: true);
        }
    }

    private static bool IsAlive(int process) => Directory.Exists($"/proc/{process}");

    private List<int> Processes() =>
        File.Exists(Started) ? [.. File.ReadAllLines(Started).Select(static line => int.Parse(line, CultureInfo.InvariantCulture))] : [];

    private Process Start(params string[] arguments)
    {
        var root = Built.RepositoryRoot;
        Directory.CreateDirectory(_folder.Combine("script"));
        foreach (var name in new[] { "cluster", "common.sh" })
            File.Copy(Path.Combine(root, "script", name), Path.Combine(_folder.Combine("script"), name));
        Write(Path.Combine(_folder.Combine("script"), "setup"), "#!/bin/sh\n");
        Directory.CreateDirectory(_folder.Combine("bin"));
        foreach (var name in new[] { "dotnet", "redis-server" })
            Write(Path.Combine(_folder.Combine("bin"), name), Stub);
        var start = new ProcessStartInfo(Path.Combine(_folder.Combine("script"), "cluster"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["STARTED"] = Started;
        start.Environment["CODERUNNER_CLUSTER"] = _folder.Combine("state");
        start.Environment["CODERUNNER_CLUSTER_STOP_SECONDS"] = "1";
        return Process.Start(start)!;
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
