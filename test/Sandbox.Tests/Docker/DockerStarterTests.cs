using CodeRunner.Contracts;
using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.Readiness;
using CodeRunner.Sandbox.Tests.Kinds;
using Docker.DotNet;
using Docker.DotNet.Models;
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
        await using var foreign = await other.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var earlier = await PreparedAsync(new DockerOptions { Silo = _silo });
        var leftover = await earlier.StartAsync(new(SandboxStage.Run), CancellationToken.None);

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
            await using var sandbox = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        }));
        await starter.DisposeAsync();

        using var engine = new DockerEngine(new DockerOptions(), TimeProvider.System);
        Assert.Empty(await engine.ListAsync(new DockerIdentity("coderunner", _silo).Filters, CancellationToken.None));
    }

    [Fact]
    public async Task DisposeAsync_GroupOfAllSandboxes_GoesWithTheLastServer()
    {
        var group = $"coderunner-test-{Guid.NewGuid():N}";
        var other = await PreparedAsync(new DockerOptions { Silo = $"{_silo}-other", CgroupParent = $"/{group}" });
        var foreign = await other.StartAsync(new(SandboxStage.Run), CancellationToken.None);
        var starter = await PreparedAsync(new DockerOptions { Silo = _silo, CgroupParent = $"/{group}" });
        await using (await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None))
        {
            Assert.NotEmpty(GroupsNamed(group));
        }

        await starter.DisposeAsync();
        Assert.True(foreign.IsAlive);
        Assert.NotEmpty(GroupsNamed(group));
        await foreign.DisposeAsync();
        await other.DisposeAsync();

        Assert.Empty(GroupsNamed(group));
    }

    [Fact]
    public async Task RunAsync_GroupsOutOfReach_EngineSetsTheLimits()
    {
        // As on another machine: what the engine calls the group isn't to be found here.
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo }, mounts: string.Empty);
        await using var sandbox = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);
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

        await Assert.ThrowsAsync<SandboxUnavailableException>(() => starter.StartAsync(new(SandboxStage.Run), CancellationToken.None));

        Assert.Contains("create a container", Assert.Single(_readiness.Reasons), StringComparison.Ordinal);
        Assert.False(_readiness.WhenReady.IsCompleted);
        starter.Monitor!.OnStarted();
        await _readiness.WhenReady.WaitAsync(Patience);
    }

    [Fact]
    public async Task StartAsync_LanguageWithItsOwnImage_RunsInIt()
    {
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Images = { ["odd"] = "coderunner/sandbox:latest" } });

        var odd = starter.SpecOf(SandboxStage.Run, "odd");

        Assert.Equal(new SandboxSpec(SandboxStage.Run, "coderunner/sandbox:latest"), odd);
        Assert.Equal(new SandboxSpec(SandboxStage.Run), starter.SpecOf(SandboxStage.Run, "cpp"));
        await using var sandbox = await starter.StartAsync(odd, CancellationToken.None);
        Assert.Equal("here\n", await SandboxLifeTests.RunAsync(sandbox, "echo here"));
    }

    [Fact]
    public async Task StartAsync_Compile_SeesPrecompiledHeadersAndCantChangeOrListThem()
    {
        var shared = new FakeSharedFolder(_folder.FullName);
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo }, shared: shared);
        await using var compile = await starter.StartAsync(new(SandboxStage.Compile), CancellationToken.None);
        await using var run = await starter.StartAsync(new(SandboxStage.Run), CancellationToken.None);

        // Later than the sandbox: those that are warm must see it too.
        await File.WriteAllTextAsync(Path.Combine(shared.Outside, "key"), "precompiled\n");

        Assert.True(starter.SharesFolder);
        Assert.Equal("precompiled\n", await SandboxLifeTests.RunAsync(compile, "cat /preambles/key"));
        Assert.Equal("no\nno\nno\n", await SandboxLifeTests.RunAsync(
            compile, "for c in 'ls /preambles' 'touch /preambles/new' 'rm -f /preambles/key'; do $c 2>/dev/null && echo yes || echo no; done"));
        Assert.Matches(" /preambles ro,", await SandboxLifeTests.RunAsync(compile, "sed -n 's,.* \\(/preambles [^ ]*\\) .*, \\1,p' /proc/self/mountinfo"));
        Assert.Equal("no\n", await SandboxLifeTests.RunAsync(run, "test -e /preambles && echo yes || echo no"));
        Assert.Equal(["key"], Directory.GetFileSystemEntries(shared.Outside).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("no-such-volume")]
    [InlineData("/usr/lib")]
    public async Task PrepareAsync_EngineSeesOtherFiles_NothingIsPrecompiledAndSandboxesStart(string elsewhere)
    {
        var shared = new FakeSharedFolder(_folder.FullName);
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Preambles = elsewhere }, shared: shared);
        await using var sandbox = await starter.StartAsync(new(SandboxStage.Compile), CancellationToken.None);

        Assert.False(starter.SharesFolder);
        Assert.Equal("no\n", await SandboxLifeTests.RunAsync(sandbox, "test -e /preambles && echo yes || echo no"));
    }

    [Fact]
    public async Task PrepareAsync_AnotherFolderOfThatName_NothingIsPrecompiled()
    {
        var shared = new FakeSharedFolder(_folder.FullName);
        var other = Directory.CreateDirectory(Path.Combine(_folder.FullName, "other"));
        Directory.CreateDirectory(Path.Combine(other.FullName, Path.GetRelativePath(shared.Parent, shared.Outside))); // The folder can be written to.
        await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Preambles = other.FullName }, shared: shared);

        Assert.False(starter.SharesFolder);
    }

    [Fact]
    public async Task PrepareAsync_Volume_IsFoundByItsName()
    {
        using var configuration = new DockerClientConfiguration(new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock"));
        using var client = configuration.CreateClient();
        var volume = await client.Volumes.CreateAsync(new VolumesCreateParameters { Name = _silo });
        try
        {
            // As in the server's own container, which knows it by another path.
            var link = Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "mounted"), volume.Mountpoint);
            var shared = new FakeSharedFolder(link.FullName);
            await using var starter = await PreparedAsync(new DockerOptions { Silo = _silo, Preambles = _silo }, shared: shared);

            Assert.True(starter.SharesFolder);
        }
        finally
        {
            await client.Volumes.RemoveAsync(_silo);
        }
    }

    private static IEnumerable<string> GroupsNamed(string name) =>
        Directory.EnumerateDirectories("/sys/fs/cgroup").Prepend("/sys/fs/cgroup").Select(hierarchy => Path.Combine(hierarchy, name)).Where(Directory.Exists);

    private async Task<DockerSandboxStarter> PreparedAsync(DockerOptions options, string? mounts = null, ISharedFolder? shared = null)
    {
        var starter = NewStarter(options, shared);
        starter.Mounts = mounts;
        await starter.PrepareAsync(CancellationToken.None);
        return starter;
    }

    private DockerSandboxStarter NewStarter(DockerOptions options, ISharedFolder? shared = null)
    {
        options.RuntimeFolder = _folder.FullName;
        return new(Options.Create(options), _readiness, TimeProvider.System, NullLoggerFactory.Instance, shared);
    }

    /// <summary>One as the precompiled headers have it: nobody inside can list it.</summary>
    private sealed class FakeSharedFolder : ISharedFolder
    {
        private const UnixFileMode Enter =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

        public FakeSharedFolder(string parent)
        {
            Parent = parent;
            Outside = Path.Combine(parent, "0", "shared");
            Directory.CreateDirectory(Outside);
            File.SetUnixFileMode(Outside, Enter);
        }

        public string Inside => "/preambles";

        public string Outside { get; }

        public string Parent { get; }
    }
}
