using System.Globalization;

namespace CodeRunner.Agent;

/// <summary>
/// Tells the C library who the sandbox's user is. /etc is shared and read-only, and every sandbox has another uid: so its <c>passwd</c> and
/// <c>group</c> are links into a folder of the sandbox's own that only the agent can write to.
/// </summary>
internal static unsafe class OwnIdentity
{
    private const string Folder = "/box/.etc";
    private const string Home = "/work";
    private const uint FolderMode = 0x1ed; // 0755
    private const uint FileMode = 0x124; // 0444

    public static void Write(uint uid)
    {
        using var texts = new NativeText();
        var number = uid.ToString(CultureInfo.InvariantCulture);
        _ = Libc.mkdirat(Constants.CurrentFolder, texts.Add(Folder), FolderMode);
        Write(texts, "passwd", $"root:x:0:0::/:/usr/sbin/nologin\nnobody:x:65534:65534::/:/usr/sbin/nologin\nsandbox:x:{number}:{number}::{Home}:/usr/sbin/nologin\n");
        Write(texts, "group", $"root:x:0:\nnogroup:x:65534:\nsandbox:x:{number}:\n");
    }

    private static void Write(NativeText texts, string name, string text)
    {
        const int flags = Constants.WriteOnly | Constants.Create | Constants.Exclusive | Constants.CloseOnExec;
        var path = $"{Folder}/{name}";
        var descriptor = Libc.openat(Constants.CurrentFolder, texts.Add(path), flags, (int)FileMode);
        if (descriptor < 0 || Libc.write(descriptor, texts.Add(text), text.Length) != text.Length || Libc.fchmod(descriptor, FileMode) != 0)
            throw AgentException.FromErrno("write", path);
        _ = Libc.close(descriptor);
    }
}
