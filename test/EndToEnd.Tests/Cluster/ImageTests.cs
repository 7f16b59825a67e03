using System.Diagnostics;
using CodeRunner.EndToEnd.Tests.Hosting;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>The images of deploy/build-images as a cluster on the test engine: Redis, a gateway and two silos, as restricted as in deploy/compose.yaml.</summary>
public sealed class ImageTests : IAsyncLifetime
{
    private static readonly TimeSpan Builds = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Calls = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Ready = TimeSpan.FromMinutes(2);

    private static readonly string Root = Built.RepositoryRoot;

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly List<string> _containers = [];

    public Task InitializeAsync() => RunAsync(Builds, Path.Combine(Root, "deploy", "build-images"), "--offline", "silo", "gateway");

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
            await RunAsync(Calls, "docker", "rm", "--force", container);
        _folder.Dispose();
    }

    [Fact]
    public async Task Images_AsACluster_CarryASubmissionThrough()
    {
        await using var redis = await RedisServer.StartAsync(_folder.Combine("redis"));
        var secrets = Directory.CreateDirectory(_folder.Combine("secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "ConnectionStrings__Redis"), redis.Address);
        var gateway = await StartAsync("gateway", secrets, []);
        var silos = new[] { await StartSiloAsync(secrets), await StartSiloAsync(secrets) };

        foreach (var port in silos.Prepend(gateway))
        {
            using var access = new ServerAccess(new Uri($"http://127.0.0.1:{port}"));
            Assert.True(await Eventually.IsTrueAsync(() => access.Client.IsReadyAsync(), Ready), $"Port {port} does not become ready.");
        }

        using var entrance = new ServerAccess(new Uri($"http://127.0.0.1:{gateway}"));
        var engine = entrance.Client;
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => engine.RunAsync(
            new RunRequest { Language = "c", Code = $"#include <stdio.h>\nint main(void) {{ printf(\"%d\\n\", {number}); }}" })));

        Assert.All(runs.Index(), static run => Assert.Equal((Verdict.Accepted, $"{run.Index}\n"), (run.Item.Verdict, run.Item.Stdout)));

        // The silos' folder has another path for the engine, and yet the sandboxes see what is precompiled in it.
        var precompiled = await Eventually.IsTrueAsync(() => UsesPreambleAsync(engine, silos), Ready);
        Assert.True(precompiled, "No silo compiles with a precompiled header.");
    }

    /// <summary>Compiles a program that was never compiled before, and asks the silos whether it was a help that its header had been.</summary>
    private static async Task<bool> UsesPreambleAsync(CodeRunnerClient engine, int[] silos)
    {
        var run = await engine.RunAsync(new RunRequest { Language = "cpp", Code = $"#include <iostream>\nint main() {{ std::cout << \"{Guid.NewGuid()}\"; }}" });
        Assert.Equal(Verdict.Accepted, run.Verdict);
        using var http = new HttpClient();
        var metrics = await Task.WhenAll(silos.Select(port => http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"))));
        return metrics.SelectMany(static text => text.Split('\n')).Any(static line =>
            line.StartsWith("coderunner_cache_requests", StringComparison.Ordinal)
            && line.Contains("cache=\"preamble\"", StringComparison.Ordinal)
            && line.Contains("outcome=\"hit\"", StringComparison.Ordinal));
    }

    private Task<int> StartSiloAsync(string secrets)
    {
        const string prefix = "unix://";
        var host = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock";
        Assert.StartsWith(prefix, host, StringComparison.Ordinal);
        var preambles = Directory.CreateDirectory(_folder.Combine("preambles")).FullName;
        return StartAsync(
            "silo",
            secrets,
            [
                "--user", "0:0", "--volume", $"{host[prefix.Length..]}:/var/run/docker.sock", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup",
                "--volume", $"{preambles}:/var/cache/coderunner/preambles", "--env", "Compile__Preambles__Folder=/var/cache/coderunner/preambles",
                "--env", $"Sandbox__Docker__Preambles={preambles}",
                "--env", "Sandbox__Kind=docker", "--env", "Sandbox__Docker__RuntimeFolder=/tmp/coderunner", "--env", $"Sandbox__Docker__Silo={Guid.NewGuid():N}",
                "--env", "Cluster__Address=127.0.0.1", "--env", $"Cluster__SiloPort={Ports.Free()}",
                "--env", $"Cluster__GatewayPort={Ports.Free()}", "--env", "Slots__Count=1",
            ]);
    }

    /// <summary>The test engine has no networks of its own, so they share the machine's, on ports that are free.</summary>
    private async Task<int> StartAsync(string image, string secrets, string[] further)
    {
        var port = Ports.Free();
        var name = $"coderunner-test-{image}-{port}";
        _containers.Add(name);
        await RunAsync(
            Calls,
            "docker",
            [
                "run", "--detach", "--rm", "--name", name, "--network", "host", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL",
                "--security-opt", "no-new-privileges", "--volume", $"{secrets}:/run/secrets:ro", "--env", $"ASPNETCORE_HTTP_PORTS={port}",
                .. further, $"coderunner/{image}:latest",
            ]);
        return port;
    }

    private static async Task RunAsync(TimeSpan patience, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started.");
        using var timeout = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0 || arguments[0] == "rm", $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
