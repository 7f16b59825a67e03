using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CodeRunner.Sandbox.Docker;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Native;
using Docker.DotNet.Models;

namespace CodeRunner.Sandbox.Tests.Linux;

/// <summary>What all kinds of sandbox are made of, whatever makes them.</summary>
public sealed class OnePolicyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coderunner-policy-").FullName;

    public static TheoryData<SandboxStage> Stages => [.. Enum.GetValues<SandboxStage>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Stages))]
    public void Make_EveryMaskedPath_IsMaskedInBothKinds(SandboxStage stage)
    {
        var native = Native(stage);
        string[] masked = [.. native.Index().Where(static part => part.Item.StartsWith("mask-", StringComparison.Ordinal)).Select(part => native[part.Index + 1])];
        var container = Container(stage).MaskedPaths.ToArray();

        Assert.Equal(MaskedPaths.All.Order(), container.Order());
        // A native sandbox has no mask over what isn't there or only root may read; the rest of the root isn't there at all.
        Assert.Equal(container.Where(static path => path.StartsWith("/proc/", StringComparison.Ordinal)).Where(IsReadable).Order(), masked.Order());
        Assert.DoesNotContain(native.Except(masked), part => part.StartsWith("/sys", StringComparison.Ordinal) || part.StartsWith("/dev/mqueue", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Make_WritableFolders_AreTheSameInBothKinds(SandboxStage stage)
    {
        var native = Native(stage);
        var folders = native.Index().Where(part => part.Item == "tmpfs").Select(part => native[(part.Index + 1)..(part.Index + 6)]);

        Assert.Equal(
            Container(stage).Tmpfs.Select(static folder => $"{folder.Key} {folder.Value}"),
            folders.Select(static folder => string.Create(
                CultureInfo.InvariantCulture,
                $"{folder[0]} rw,nosuid,nodev,{folder[4]},size={long.Parse(folder[1], CultureInfo.InvariantCulture) >> 20}m,nr_inodes={folder[2]},mode={folder[3]}")));
    }

    [Theory]
    [InlineData("Docker", "Native")]
    [InlineData("Native", "Docker")]
    [InlineData("Linux", "Docker|Native")]
    [InlineData("Agents", "Docker|Native")]
    [InlineData("Pool", "Docker|Native")]
    public void Sources_OfAFolder_NameNoKindThatIsNotTheirs(string folder, string others)
    {
        var sources = Directory.GetFiles(Path.Combine(Root(), "src", "Sandbox", folder), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, source => Regex.IsMatch(File.ReadAllText(source), $@"CodeRunner\.Sandbox\.({others})\b|\b({others})(Sandbox|Options)\b"));
    }

    private string[] Native(SandboxStage stage)
    {
        using var instance = ServerInstance.Acquire(_folder);
        return KeeperCommand.Make(new NativeOptions(), "/agent", instance, shared: null, stage);
    }

    private static HostConfig Container(SandboxStage stage)
    {
        var facts = new EngineFacts("1", IsCgroupV2: false, UsesSystemd: false, "/coderunner", RemapsUsers: false, Seccomp: "{}");
        return new ContainerRecipe(new DockerOptions(), new DockerIdentity("cluster", "silo"), facts).Make("image", stage, number: 1, uid: 700_000, shared: null).HostConfig;
    }

    private static bool IsReadable(string path) => Path.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
