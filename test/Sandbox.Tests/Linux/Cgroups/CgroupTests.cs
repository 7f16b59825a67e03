using CodeRunner.Contracts;
using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Tests.Linux.Cgroups;

/// <summary>Both versions on a made-up directory tree: which file gets which text, and in which order.</summary>
public sealed class CgroupTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("coderunner-cgroup-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void V1_Limits_GoToTheControllersFiles()
    {
        var tree = V1();
        tree.Prepare(ByteSize.FromMiB(512));

        var cgroup = tree.Create("1", processors: 0.5);
        cgroup.SetMemory(ByteSize.FromMiB(64));
        cgroup.SetProcesses(7);

        Assert.Equal("536870912", Read("memory/s/memory.limit_in_bytes"));
        Assert.Equal("67108864", Read("memory/s/1/memory.limit_in_bytes"));
        Assert.Equal("0", Read("memory/s/1/memory.swappiness"));
        Assert.Equal("7", Read("pids/s/1/pids.max"));
        Assert.Equal("100000", Read("cpu/s/1/cpu.cfs_period_us"));
        Assert.Equal("50000", Read("cpu/s/1/cpu.cfs_quota_us"));
        Assert.Equal(4, cgroup.ProcessFiles.Count);
    }

    [Fact]
    public void V1_NoSwapAccounting_LeavesItsFileOut()
    {
        var cgroup = V1().Create("1", processors: 0);

        cgroup.SetMemory(ByteSize.FromMiB(64));

        Assert.False(File.Exists(InRoot("memory/s/1/memory.memsw.limit_in_bytes")));
        Assert.False(File.Exists(InRoot("cpu/s/1/cpu.cfs_quota_us")));
    }

    [Fact]
    public void V1_SwapAccounting_BoundsBoth()
    {
        var cgroup = V1().Create("1", processors: 0);
        File.WriteAllText(InRoot("memory/s/1/memory.memsw.limit_in_bytes"), string.Empty);

        cgroup.SetMemory(ByteSize.FromMiB(64));

        Assert.Equal("67108864", Read("memory/s/1/memory.memsw.limit_in_bytes"));
    }

    [Fact]
    public void V1_Figures_AreReadFromTheKernelsFormats()
    {
        var cgroup = V1().Create("1", processors: 0);
        File.WriteAllText(InRoot("memory/s/1/memory.usage_in_bytes"), "12288\n");
        File.WriteAllText(InRoot("memory/s/1/memory.stat"), "cache 40960\ninactive_anon 1\nactive_anon 1\ninactive_file 4096\nactive_file 4096\ntotal_inactive_file 9\n");
        File.WriteAllText(InRoot("pids/s/1/pids.current"), "3\n");
        File.WriteAllText(InRoot("memory/s/1/memory.oom_control"), "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");

        Assert.Equal(new ByteSize(4096), cgroup.ReadMemory());
        Assert.Equal(new ByteSize(8192), cgroup.ReadFileCache());
        Assert.Equal(3, cgroup.ReadProcesses());
        Assert.Equal(2, cgroup.ReadOomKills());
    }

    [Fact]
    public void V2_Limits_GoToOneFolder()
    {
        var tree = V2();
        tree.Prepare(ByteSize.FromMiB(512));

        var cgroup = tree.Create("1", processors: 2);
        cgroup.SetMemory(ByteSize.FromMiB(64));
        cgroup.SetProcesses(7);

        Assert.Equal("+memory +pids +cpu", Read("cgroup.subtree_control"));
        Assert.Equal("+memory +pids +cpu", Read("s/cgroup.subtree_control"));
        Assert.Equal("536870912", Read("s/memory.max"));
        Assert.Equal("67108864", Read("s/1/memory.max"));
        Assert.Equal("7", Read("s/1/pids.max"));
        Assert.Equal("200000 100000", Read("s/1/cpu.max"));
        Assert.Equal("0", Read("s/1/memory.oom.group"));
        Assert.Equal("0", Read("s/1/cgroup.max.descendants"));
        Assert.Equal([InRoot("s/1/cgroup.procs")], cgroup.ProcessFiles);
    }

    [Fact]
    public void V2_Figures_AreReadFromTheKernelsFormats()
    {
        var cgroup = V2().Create("1", processors: 0);
        File.WriteAllText(InRoot("s/1/memory.current"), "12288\n");
        File.WriteAllText(InRoot("s/1/memory.stat"), "anon 1\nfile 4096\nshmem 1\ninactive_file 0\nactive_file 4096\n");
        File.WriteAllText(InRoot("s/1/pids.current"), "5\n");
        File.WriteAllText(InRoot("s/1/memory.events"), "low 0\nhigh 0\nmax 9\noom 1\noom_kill 4\noom_group_kill 0\n");

        Assert.Equal(new ByteSize(8192), cgroup.ReadMemory());
        Assert.Equal(5, cgroup.ReadProcesses());
        Assert.Equal(4, cgroup.ReadOomKills());
    }

    [Fact]
    public void V2_Kill_WritesToCgroupKillWhereThereIsOne()
    {
        var cgroup = V2().Create("1", processors: 0);
        File.WriteAllText(InRoot("s/1/cgroup.kill"), string.Empty);

        cgroup.Kill();

        Assert.Equal("1", Read("s/1/cgroup.kill"));
    }

    [Fact]
    public void ReadMemory_NoNumber_SaysWhichFile()
    {
        var cgroup = V2().Create("1", processors: 0);
        File.WriteAllText(InRoot("s/1/memory.stat"), string.Empty);
        File.WriteAllText(InRoot("s/1/memory.current"), "max\n");

        var exception = Assert.Throws<SandboxException>(() => cgroup.ReadMemory());

        Assert.Contains("s/1/memory.current", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRemove_GoneAlready_IsTrue()
    {
        var cgroup = V2().Create("1", processors: 0);
        Directory.Delete(InRoot("s/1"), recursive: true);

        Assert.True(cgroup.TryRemove());
    }

    [Fact]
    public void TryRemove_NotEmpty_IsFalse()
    {
        var cgroup = V2().Create("1", processors: 0);

        Assert.False(cgroup.TryRemove()); // The made-up files are in the way here, as processes are in a real one.
    }

    private CgroupV1Tree V1() => new(CgroupV1Tree.Controllers.ToDictionary(static name => name, InRoot), "s");

    private CgroupV2Tree V2()
    {
        File.WriteAllText(InRoot("cgroup.subtree_control"), string.Empty);
        return new CgroupV2Tree(_root.FullName, "s");
    }

    private string Read(string file) => File.ReadAllText(InRoot(file));

    private string InRoot(string path) => Path.Combine(_root.FullName, path);
}
