using System.Globalization;
using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Sandbox.Native;

/// <summary>
/// The command that starts a <see cref="Keeper"/>: bubblewrap, which makes what all sandboxes of a stage have in common and nobody can
/// write to, and in it the agent as keeper, which is told what each is to have for itself.
/// </summary>
internal static class KeeperCommand
{
    private const string AgentInside = "/agent";
    private const long MiB = 1 << 20;

    /// <summary>Folders of the root that may be links into /usr, as on Debian, or folders of their own.</summary>
    private static readonly string[] SystemFolders = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];

    public static string[] Make(NativeOptions options, string agent, ServerInstance instance, ISharedFolder? shared, SandboxStage stage) =>
    [
        .. Common(options, agent, instance, stage == SandboxStage.Compile ? shared : null),
        AgentInside, "keep",
        .. Masks("mask-file", MaskedPaths.Files), .. Masks("mask-folder", MaskedPaths.Folders),
        .. WritableFolders.Of(options, stage).SelectMany(folder => Own(folder, options)),
    ];

    private static string[] Own(WritableFolder folder, NativeOptions options) =>
        ["tmpfs", folder.Path, Number(folder.MiB * MiB), Number(options.FolderInodes), folder.Mode, folder.Execution];

    private static List<string> Common(NativeOptions options, string agent, ServerInstance instance, ISharedFolder? shared)
    {
        // The keeper needs root's rights to make namespaces; it is what takes them from the sandboxes.
        List<string> arguments = [options.Bubblewrap, "--clearenv", "--chdir", "/", "--cap-add", "ALL", "--ro-bind", "/usr", "/usr"];
        foreach (var name in SystemFolders)
            arguments.AddRange(SystemFolder($"/{name}"));
        arguments.AddRange(["--ro-bind", instance.EtcFolder, "/etc", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]);
        if (shared is { Outside: { } outside })
            arguments.AddRange(["--ro-bind", outside, shared.Inside]);
        arguments.AddRange(["--tmpfs", "/dev"]);
        foreach (var device in Devices)
            arguments.AddRange(["--dev-bind", $"/dev/{device}", $"/dev/{device}"]);
        arguments.AddRange(
        [
            "--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/0", "/dev/stdin",
            "--symlink", "/proc/self/fd/1", "/dev/stdout", "--symlink", "/proc/self/fd/2", "/dev/stderr",
            "--dir", "/dev/shm", "--remount-ro", "/dev",
            "--dir", "/proc", "--dir", "/work", "--dir", "/tmp", "--dir", "/box",
            "--ro-bind", agent, AgentInside,
            "--remount-ro", "/",
            "--",
        ]);
        return arguments;
    }

    private static string[] SystemFolder(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
            return [];
        return folder.LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind", path, path];
    }

    /// <summary>What only root may read needs no mask, and every mount costs each sandbox a little.</summary>
    private static IEnumerable<string> Masks(string kind, IEnumerable<string> paths) =>
        paths.Where(IsReadableByOthers).SelectMany(path => new[] { kind, path });

    private static bool IsReadableByOthers(string path) =>
        (File.Exists(path) || Directory.Exists(path)) && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
