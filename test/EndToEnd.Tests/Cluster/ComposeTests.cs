using System.Diagnostics;

namespace CodeRunner.EndToEnd.Tests.Cluster;

/// <summary>deploy/compose.yaml with each of its further files, read by Compose itself.</summary>
public sealed class ComposeTests
{
    private const string Engine = "docker.sock";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string Folder = Path.Combine(
        Built.RepositoryRoot, "deploy");

    [Theory]
    [InlineData("docker")]
    [InlineData("native")]
    public async Task Config_EachKind_IsValid(string kind)
    {
        var services = await ConfigAsync(kind, "--services");

        Assert.Equal(["gateway", "redis", "silo"], services.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("native")]
    public async Task Config_EachKind_ListensOnThisMachineOnly(string kind)
    {
        var config = await ConfigAsync(kind);

        // Older ones write a port in one line.
        Assert.True(config.Contains("host_ip: 127.0.0.1", StringComparison.Ordinal) || config.Contains("- 127.0.0.1:5000:8080", StringComparison.Ordinal), config);
        Assert.Equal(1, config.Split("ports:").Length - 1);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("native")]
    public async Task Config_EachKind_TalksTlsAndHasNoControlGroupsOfTheMachine(string kind)
    {
        var config = await ConfigAsync(kind);

        foreach (var member in new[] { "silo", "gateway" })
        {
            Assert.Contains($"Cluster__Tls__Certificate: /run/secrets/{member}_certificate", config, StringComparison.Ordinal);
            Assert.Contains($"Cluster__Tls__Key: /run/secrets/{member}_key", config, StringComparison.Ordinal);
        }

        Assert.Equal(2, config.Split("Cluster__Tls__Authority: /run/secrets/cluster_authority").Length - 1);
        Assert.DoesNotContain("/sys/fs/cgroup", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Config_Native_HasNoEngine() => Assert.DoesNotContain(Engine, await ConfigAsync("native"), StringComparison.Ordinal);

    [Fact]
    public async Task Config_Docker_SilosNameTheVolumeThatTheyPrecompileIn()
    {
        var config = await ConfigAsync("docker");

        Assert.Contains(Engine, config, StringComparison.Ordinal);
        Assert.Contains("Sandbox__Docker__Preambles: some-cluster-preambles", config, StringComparison.Ordinal);
        Assert.Contains("name: some-cluster-preambles", config, StringComparison.Ordinal);
    }

    /// <summary>What Compose makes of the files. It is a program of its own, or a plug-in of the engine's client.</summary>
    private static async Task<string> ConfigAsync(string kind, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c", "if command -v docker-compose >/dev/null; then exec docker-compose \"$@\"; else exec docker compose \"$@\"; fi", "sh",
                "-f", Path.Combine(Folder, "compose.yaml"), "-f", Path.Combine(Folder, $"compose.{kind}.yaml"), "config", .. arguments,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CODERUNNER_CLUSTER"] = "some-cluster" },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Compose was not started.");
        using var timeout = new CancellationTokenSource(Patience);
        var error = process.StandardError.ReadToEndAsync(timeout.Token);
        var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
