using System.Globalization;

namespace CodeRunner.Agent;

/// <summary>
/// Starts sandboxes. bubblewrap has put it where all of them have their system folders, devices and read-only root; for each it forks a
/// child, which makes the rest its own (<see cref="SandboxChild"/>) and becomes the agent. Lives as long as the silo. Its arguments, in this
/// order:
/// <list type="bullet">
/// <item><c>tmpfs FOLDER BYTES INODES MODE exec|noexec</c>, any number of times: a folder of the sandbox's own.</item>
/// <item><c>mask-file FILE</c>, <c>mask-folder FOLDER</c>, any number of times: what an empty one is to lie over.</item>
/// </list>
/// On descriptor 0 it gets the seccomp filter, a length (32 bits) before it, and then for each sandbox a <see cref="KeeperRequest"/> with its
/// descriptors.
/// </summary>
internal static unsafe class Keeper
{
    private const int Control = 0;
    private const string AgentPath = "/agent";
    private const int BytesOfInstruction = 8; // struct sock_filter

    public static int Run(string[] arguments)
    {
        using var texts = new NativeText();
        var plan = new SandboxPlan { Agent = texts.Add(AgentPath), Environment = texts.Add([]) };
        try
        {
            Prepare(texts, ref plan, arguments);
            // Children are not waited for, so the kernel is to forget them by itself.
            _ = Libc.signal(Constants.SigChild, Constants.IgnoreSignal);
            while (KeeperRequest.TryReceive(Control, out var request))
                Start(ref plan, request);
            return 0;
        }
        catch (AgentException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Prepare(NativeText texts, ref SandboxPlan plan, string[] arguments)
    {
        var mounts = new List<MountPlan>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "tmpfs":
                    mounts.Add(new MountPlan
                    {
                        Source = texts.Add("tmpfs"),
                        Target = texts.Add(arguments[i + 1]),
                        Type = texts.Add("tmpfs"),
                        Flags = Constants.MountNoSuid | Constants.MountNoDevices | (arguments[i + 5] == "noexec" ? Constants.MountNoExec : 0),
                        Options = texts.Add($"size={arguments[i + 2]},nr_inodes={arguments[i + 3]},mode={arguments[i + 4]}"),
                    });
                    i += 5;
                    break;
                case "mask-file":
                    mounts.Insert(plan.Masks++, new MountPlan { Source = texts.Add("/dev/null"), Target = texts.Add(arguments[++i]), Flags = Constants.MountBind });
                    break;
                case "mask-folder":
                    // An empty folder of the read-only root, as long as the sandbox's own has not been mounted over it.
                    mounts.Insert(plan.Masks++, new MountPlan { Source = texts.Add("/tmp"), Target = texts.Add(arguments[++i]), Flags = Constants.MountBind });
                    break;
                default:
                    throw new AgentException($"Unknown argument {arguments[i]}.");
            }
        }

        plan.MountCount = mounts.Count;
        plan.Mounts = texts.Add<MountPlan>([.. mounts]);
        var length = 0;
        Read(&length, sizeof(int));
        if (length <= 0 || length > ushort.MaxValue * BytesOfInstruction || length % BytesOfInstruction != 0)
            throw new AgentException($"A seccomp filter of {length} bytes can't be.");
        plan.Filter = texts.Add<byte>(new byte[length]);
        plan.FilterLength = (ushort)(length / BytesOfInstruction);
        Read(plan.Filter, length);
    }

    private static void Start(ref SandboxPlan plan, in KeeperRequest request)
    {
        using var texts = new NativeText();
        var accounting = string.Join(',', request.Accounting.ToArray().Select(static number => number.ToString(CultureInfo.InvariantCulture)));
        plan.Arguments = texts.Add([AgentPath, "serve", request.Uid.ToString(CultureInfo.InvariantCulture), accounting]);
        plan.Request = request;
        fixed (SandboxPlan* pointer = &plan)
        {
            var child = SandboxChild.Fork(pointer);
            if (child < 0)
                SandboxChild.Report(request.Error, "clone"u8, Libc.Errno);
        }

        request.Close();
    }

    private static void Read(void* buffer, int length)
    {
        for (var done = 0; done < length;)
        {
            var count = Libc.read(Control, (byte*)buffer + done, length - done);
            if (count <= 0)
                throw new AgentException("The silo has gone.");
            done += (int)count;
        }
    }
}
