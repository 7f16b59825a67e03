using CodeRunner.Contracts;
using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.SelfTest;
using CodeRunner.Sandbox.Tests.Kinds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CodeRunner.Sandbox.Tests.Docker;

/// <summary>Whose containers are whose, and what is said when something is missing.</summary>
[Collection(DockerCollection.Name)]
public sealed class DockerStarterTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _silo = $"test-{Guid.NewGuid():N}";
    private readonly SandboxReadiness _readiness = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coderunner-docker-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task PrepareAsync_ContainersOfAnEarlierStart_AreRemovedAndNobodyElses()
    {
        await using var other = await PreparedAsync(new DockerOptions { Silo = $"{_silo}-other" });
        await using var foreign = await other.StartAsync(SandboxStage.Run, CancellationToken.None);
        var earlier = await PreparedAsync(new DockerOptions { Silo = _silo });
        var leftover = await earlier.StartAsync(SandboxStage.Run, CancellationToken.None);

        await using var next = await PreparedAsync(new DockerOptions { Silo = _silo });

        await SandboxLifeTests.UntilAsync(() => !leftover.IsAlive);
        Assert.True(foreign.IsAlive);
        Assert.Equal("alive\n", await SandboxLifeTests.RunAsync(foreign, "echo alive"));
        await leftover.DisposeAsync();
        await earlier.DisposeAsync();
    }

    [Fact]
    public async Task DisposeAsync_AllSandboxes_NoContainerIsLeft()
    {
        var starter = await PreparedAsync(new DockerOptions { Silo = _silo });
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var sandbox = await starter.StartAsync(SandboxStage.Run, CancellationToken.None);
        }));
        await starter.DisposeAsync();

        using var engine = new DockerEngine(new DockerOptions(), TimeProvider.System);
        Assert.Empty(await engine.ListAsync(new DockerIdentity("coderunner", _silo).Filters, CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_GroupsOutOfReach_EngineSetsTheLimits()
    {
        // As on another machine: what the engine calls the group isn't to be found here.
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo }, mounts: string.Empty);
        await using var sandbox = await starter.StartAsync(SandboxStage.Run, CancellationToken.None);
        var limits = KindFixture.Standard with { Memory = ByteSize.FromMiB(64), Processes = 8 };

        var small = await sandbox.RunAsync(KindFixture.Shell("head -c 20m /dev/zero | tail -c 20m | wc -c", limits), output: null, CancellationToken.None);
        var large = await sandbox.RunAsync(KindFixture.Shell("head -c 100m /dev/zero | tail -c 90m", limits), output: null, CancellationToken.None);

        Assert.Equal((ExitReason.Ended, "20971520\n"), (small.Reason, small.Stdout.ToString()));
        Assert.InRange(small.Usage.Memory.Bytes, ByteSize.FromMiB(20).Bytes, ByteSize.FromMiB(60).Bytes);
        Assert.Equal(ExitReason.Memory, large.Reason);
    }

    [Fact]
    public async Task PrepareAsync_NoEngine_SaysWhere()
    {
        await using var starter = NewStarter(new DockerOptions { Endpoint = $"unix://{_folder.FullName}/none.sock" });

        var exception = await Assert.ThrowsAsync<SandboxUnavailableException>(() => starter.PrepareAsync(CancellationToken.None));

        Assert.Contains("none.sock", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_NoImage_SaysHowToMakeIt()
    {
        await using var starter = NewStarter(new DockerOptions { Image = "coderunner/nowhere:none", Silo = _silo });

        var exception = await Assert.ThrowsAsync<SandboxUnavailableException>(() => starter.PrepareAsync(CancellationToken.None));

        Assert.Contains("deploy/build-images", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_ContainerCantStart_ProcessIsNotReadyUntilOneCan()
    {
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Runtime = "nowhere" });
        _readiness.Set([]);

        await Assert.ThrowsAsync<SandboxUnavailableException>(() => starter.StartAsync(SandboxStage.Run, CancellationToken.None));

        Assert.Contains("create a container", Assert.Single(_readiness.Reasons), StringComparison.Ordinal);
        Assert.False(_readiness.WhenReady.IsCompleted);
        starter.Monitor!.OnStarted();
        await _readiness.WhenReady.WaitAsync(Patience);
    }

    [Fact]
    public async Task StartAsync_LanguageWithItsOwnImage_RunsInIt()
    {
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Images = { ["odd"] = "coderunner/sandbox:latest" } });

        Assert.Equal("coderunner/sandbox:latest", starter.VariantOf("odd"));
        Assert.Equal(string.Empty, starter.VariantOf("cpp"));
        await using var sandbox = await starter.StartAsync(SandboxStage.Run, starter.VariantOf("odd"), CancellationToken.None);
        Assert.Equal("here\n", await SandboxLifeTests.RunAsync(sandbox, "echo here"));
    }

    private async Task<DockerSandboxStarter> PreparedAsync(DockerOptions options, string? mounts = null)
    {
        var starter = NewStarter(options);
        starter.Mounts = mounts;
        await starter.PrepareAsync(CancellationToken.None);
        return starter;
    }

    private DockerSandboxStarter NewStarter(DockerOptions options)
    {
        options.RuntimeFolder = _folder.FullName;
        return new(Options.Create(options), _readiness, TimeProvider.System, NullLoggerFactory.Instance);
    }
}
