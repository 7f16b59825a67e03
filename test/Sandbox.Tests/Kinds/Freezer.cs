using System.Diagnostics;
using System.Globalization;

namespace CodeRunner.Sandbox.Tests.Kinds;

/// <summary>
/// Makes processes unable to die until it is disposed of: SIGKILL reaches what the freezer of control groups version 1 holds only when it is let
/// go. So it stands in for calls of the kernel that look at no signal, and lasts exactly as long as a test wants.
/// </summary>
internal sealed class Freezer : IDisposable
{
    private readonly string? _mounted;
    private readonly string _group;

    public Freezer()
    {
        var mount = File.ReadAllLines("/proc/self/mounts").Select(static line => line.Split(' '))
            .FirstOrDefault(static parts => parts[2] == "cgroup" && parts[3].Split(',').Contains("freezer"));
        var root = mount?[1] ?? (_mounted = Mount());
        _group = Path.Combine(root, $"coderunner-test-{Guid.NewGuid():N}");
        Directory.CreateDirectory(_group);
    }

    /// <summary>Stops the processes.</summary>
    public void Freeze(IEnumerable<int> processes)
    {
        foreach (var process in processes)
            File.WriteAllText(Path.Combine(_group, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(_group, "freezer.state"), "FROZEN");
    }

    /// <summary>Lets them go, into whatever signal waits for them.</summary>
    public void Thaw() => File.WriteAllText(Path.Combine(_group, "freezer.state"), "THAWED");

    public void Dispose()
    {
        Thaw();
        // The kernel lets a group go some milliseconds after its last process.
        Assert.True(SpinWait.SpinUntil(TryRemove, TimeSpan.FromSeconds(10)), $"{_group} does not become empty.");
        if (_mounted is null)
            return;
        Call("umount", _mounted);
        Directory.Delete(_mounted);
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_group);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Mount()
    {
        var folder = Directory.CreateTempSubdirectory("freezer-").FullName;
        Call("mount", "-t", "cgroup", "-o", "freezer", "freezer", folder);
        return folder;
    }

    private static void Call(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
