using System.Globalization;

namespace CodeRunner.Agent;

/// <summary>
/// Starts a sandbox, outside of it and before there is anything untrusted: enters the cgroup, makes the tmpfs mounts in a mount
/// namespace of its own (bubblewrap can't bound their inodes; the host never sees them), and becomes bubblewrap. Arguments, in
/// this order and any number of times, then <c>--</c> and the command:
/// <list type="bullet">
/// <item><c>cgroup FILE</c>: a cgroup.procs file to enter.</item>
/// <item><c>open FILE</c>, <c>open-write FILE</c>: replaces <c>{n}</c> in the command, n counting from 0, by the descriptor's number.</item>
/// <item><c>base FOLDER</c>: an empty folder of the host to mount on.</item>
/// <item><c>tmpfs NAME BYTES INODES MODE exec|noexec</c>: a tmpfs below the base.</item>
/// </list>
/// </summary>
internal static unsafe class Launcher
{
    private const string Separator = "--";
    private const int Failed = 126;
    private const string OomScore = "1000";
    private const uint BaseMode = 0x1ed; // 0755

    public static int Run(string[] arguments)
    {
        try
        {
            Launch(arguments);
            return Failed;
        }
        catch (AgentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return Failed;
        }
    }

    private static void Launch(string[] arguments)
    {
        using var texts = new NativeText();
        var opened = new List<int>();
        var root = string.Empty;
        var i = 0;
        // Where memory runs out, a sandbox dies before anything else on the machine does.
        WriteTo(texts, "/proc/self/oom_score_adj", OomScore);
        for (; arguments[i] != Separator; i++)
        {
            switch (arguments[i])
            {
                case "cgroup":
                    WriteTo(texts, arguments[++i], "0");
                    break;
                case "open":
                    opened.Add(Open(texts, arguments[++i], Constants.ReadOnly));
                    break;
                case "open-write":
                    opened.Add(Open(texts, arguments[++i], Constants.ReadWrite));
                    break;
                case "base":
                    root = arguments[++i];
                    EnterMountNamespace(texts, root);
                    break;
                case "tmpfs":
                    MountFolder(texts, root, arguments[(i + 1)..(i + 6)]);
                    i += 5;
                    break;
                default:
                    throw new AgentException($"Unknown argument {arguments[i]}.");
            }
        }

        var command = Array.ConvertAll(arguments[(i + 1)..], argument => Fill(argument, opened));
        _ = Libc.execve(texts.Add(command[0]), texts.Add(command), texts.Add([]));
        throw AgentException.FromErrno("execve", command[0]);
    }

    private static string Fill(string argument, List<int> opened)
    {
        for (var i = 0; i < opened.Count && argument.Contains('{', StringComparison.Ordinal); i++)
        {
            var number = opened[i].ToString(CultureInfo.InvariantCulture);
            argument = argument.Replace(string.Create(CultureInfo.InvariantCulture, $"{{{i}}}"), number, StringComparison.Ordinal);
        }

        return argument;
    }

    private static void EnterMountNamespace(NativeText texts, string root)
    {
        if (Libc.unshare(Constants.NewMountNamespace) != 0)
            throw AgentException.FromErrno("unshare", "mount namespace");
        if (Libc.mount(texts.Add("none"), texts.Add("/"), null, Constants.MountRecursive | Constants.MountSlave, null) != 0)
            throw AgentException.FromErrno("mount", "/");
        Mount(texts, root, "size=64k,nr_inodes=16,mode=0700", Constants.MountNoExec);
    }

    private static void MountFolder(NativeText texts, string root, string[] settings)
    {
        var path = $"{root}/{settings[0]}";
        if (Libc.mkdirat(Constants.CurrentFolder, texts.Add(path), BaseMode) != 0)
            throw AgentException.FromErrno("mkdir", path);
        Mount(texts, path, $"size={settings[1]},nr_inodes={settings[2]},mode={settings[3]}", settings[4] == "noexec" ? Constants.MountNoExec : 0);
    }

    private static void Mount(NativeText texts, string path, string options, nuint flags)
    {
        var tmpfs = texts.Add("tmpfs");
        if (Libc.mount(tmpfs, texts.Add(path), tmpfs, flags | Constants.MountNoSuid | Constants.MountNoDevices, texts.Add(options)) != 0)
            throw AgentException.FromErrno("mount", path);
    }

    private static int Open(NativeText texts, string path, int mode)
    {
        var descriptor = Libc.open(texts.Add(path), mode, 0);
        return descriptor >= 0 ? descriptor : throw AgentException.FromErrno("open", path);
    }

    private static void WriteTo(NativeText texts, string path, string text)
    {
        var descriptor = Open(texts, path, Constants.WriteOnly);
        var written = Libc.write(descriptor, texts.Add(text), text.Length);
        if (written != text.Length)
            throw AgentException.FromErrno("write", path);
        _ = Libc.close(descriptor);
    }
}
