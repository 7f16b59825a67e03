using System.Globalization;
using CodeRunner.Sandbox.Linux;
using CodeRunner.Sandbox.Linux.Cgroups;

namespace CodeRunner.Sandbox.Native;

/// <summary>
/// A server's number among all servers of the machine, held by a lock that ends with the process, and what goes by
/// it: a range of uids, a name for control groups, a folder. So two servers never share any of these.
/// </summary>
internal sealed class ServerInstance : IDisposable
{
    private readonly ServerNumber _number;
    private readonly string _folder;

    private ServerInstance(ServerNumber number, string runtimeFolder)
    {
        _number = number;
        _folder = Path.Combine(runtimeFolder, number.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>From 0.</summary>
    public int Number => _number.Value;

    /// <summary>The name of its control groups.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"coderunner-{Number}");

    /// <summary>What sandboxes see as <c>/etc</c>.</summary>
    public string EtcFolder => Path.Combine(_folder, "etc");

    /// <summary>The compiled seccomp filter.</summary>
    public string SeccompFile => Path.Combine(_folder, "seccomp.bpf");

    private string CgroupsFile => Path.Combine(_folder, "cgroups");

    /// <summary>Takes the lowest free number.</summary>
    /// <exception cref="SandboxException">There is none, or the folder can't be written to.</exception>
    public static ServerInstance Acquire(string runtimeFolder)
    {
        try
        {
            var instance = new ServerInstance(ServerNumber.Acquire(runtimeFolder), runtimeFolder);
            instance.Prepare();
            return instance;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"The native sandbox can't use {runtimeFolder} (Sandbox:Native:RuntimeFolder); it needs root.", exception);
        }
    }

    /// <summary>
    /// Kills and removes what the last server of this number left if it was killed. It may have been started from another place in the
    /// cgroup tree, which is why it had to write down where.
    /// </summary>
    /// <exception cref="SandboxException">Something of it can't be removed.</exception>
    public void RemoveLeftovers()
    {
        if (!File.Exists(CgroupsFile))
            return;
        foreach (var root in File.ReadAllLines(CgroupsFile))
            CgroupRemoval.RemoveLeftovers(root);
    }

    /// <summary>
    /// The same for all servers that were killed: where several run, the one that is started in the place of a killed one may get another number.
    /// </summary>
    public static void RemoveLeftoversOfTheDead(string runtimeFolder)
    {
        foreach (var folder in Directory.EnumerateDirectories(runtimeFolder))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || ServerNumber.TryAcquire(runtimeFolder, number) is not { } dead)
                continue;
            using (dead)
            {
                try
                {
                    new ServerInstance(dead, runtimeFolder).RemoveLeftovers();
                }
                catch (SandboxException)
                {
                    // It is in nobody's way; the next start tries again.
                }
            }
        }
    }

    /// <summary>Writes down where this server's sandboxes will be, before there is any.</summary>
    public void Remember(ICgroupTree cgroups) => File.WriteAllLines(CgroupsFile, cgroups.Roots);

    public void Dispose() => _number.Dispose();

    private void Prepare()
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(_folder, ownerOnly);
        EtcFiles.Write(EtcFolder);
    }
}
