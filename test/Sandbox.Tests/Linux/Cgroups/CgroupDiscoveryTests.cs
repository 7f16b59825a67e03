using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Tests.Linux.Cgroups;

public sealed class CgroupDiscoveryTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("coderunner-cgroup-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Find_FourHierarchiesOfVersion1_IsBelowOwnGroupWhereThereIsOne()
    {
        var mounts = Mounts("memory", "pids", "cpuacct", "cpu");
        Directory.CreateDirectory(Path.Combine(_root.FullName, "memory", "own"));

        var tree = CgroupDiscovery.Find(mounts, "4:memory:/own\n8:pids:/\n2:cpuacct:/gone\n1:cpu:/\n0::/\n", "name");

        Assert.IsType<CgroupV1Tree>(tree);
        Assert.Equal(
            [InRoot("memory/own/name"), InRoot("pids/name"), InRoot("cpuacct/name"), InRoot("cpu/name")],
            tree.Roots);
    }

    [Fact]
    public void Find_TwoControllersInOneHierarchy_HasItsFolderOnce()
    {
        var tree = CgroupDiscovery.Find(Mounts("memory", "pids", "cpu,cpuacct"), string.Empty, "name");

        Assert.Equal([InRoot("memory/name"), InRoot("pids/name"), InRoot("cpu,cpuacct/name")], tree.Roots);
    }

    [Fact]
    public void Find_BothVersions_TakesVersion1()
    {
        var unified = Unified("hugetlb");

        var tree = CgroupDiscovery.Find(Mounts("memory", "pids", "cpuacct", "cpu") + unified, "0::/\n", "name");

        Assert.IsType<CgroupV1Tree>(tree);
    }

    [Fact]
    public void Find_Version2WithControllers_IsBelowOwnGroup()
    {
        var mounts = Unified("cpuset cpu io memory hugetlb pids");
        var own = Directory.CreateDirectory(Path.Combine(_root.FullName, "unified", "system.slice", "x.service"));
        File.WriteAllText(Path.Combine(own.FullName, "cgroup.controllers"), "cpu memory pids\n");

        var tree = CgroupDiscovery.Find(mounts, "0::/system.slice/x.service\n", "name");

        Assert.IsType<CgroupV2Tree>(tree);
        Assert.Equal([InRoot("unified/system.slice/x.service/name")], tree.Roots);
    }

    [Theory]
    [InlineData("cpu memory")]
    [InlineData("hugetlb")]
    [InlineData("")]
    public void Find_Version2WithoutAController_SaysWhatIsMissing(string controllers)
    {
        var exception = Assert.Throws<SandboxException>(() => CgroupDiscovery.Find(Unified(controllers), "0::/\n", "name"));

        Assert.Contains("memory, pids and cpu", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingMounted_Throws() =>
        Assert.Throws<SandboxException>(() => CgroupDiscovery.Find("proc /proc proc rw 0 0\n", "0::/\n", "name"));

    private string Mounts(params string[] hierarchies)
    {
        foreach (var name in hierarchies)
            _root.CreateSubdirectory(name);
        return string.Concat(hierarchies.Select(name => $"cgroup {InRoot(name)} cgroup rw,relatime,{name} 0 0\n"));
    }

    private string Unified(string controllers)
    {
        var folder = _root.CreateSubdirectory("unified");
        File.WriteAllText(Path.Combine(folder.FullName, "cgroup.controllers"), controllers + "\n");
        return $"cgroup2 {folder.FullName} cgroup2 rw,relatime 0 0\n";
    }

    private string InRoot(string path) => Path.Combine(_root.FullName, path);
}
