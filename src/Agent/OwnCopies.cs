using System.Runtime.InteropServices;

namespace CodeRunner.Agent;

/// <summary>A file of which each command gets a copy, as a forked child needs it.</summary>
internal unsafe struct CopyPlan
{
    /// <summary>The names of its folders and its own, one after the other.</summary>
    public byte** Parts;
    public int PartCount;

    /// <summary>The original, which has no name.</summary>
    public int Original;
}

/// <summary>
/// Files that are a command's own: it may change and remove them, and the next one finds them as they were put. The originals have no name, so that no command
/// can reach them; the copies are made by a child with the command's uid, as the agent's root may not give files away.
/// </summary>
internal sealed unsafe class OwnCopies(uint uid, string folder, string originals)
{
    private const uint FolderMode = 0x1ed; // 0755
    private const int FileMode = 0x1a4; // 0644
    private const int BufferSize = 64 * 1024;

    private readonly List<CopyPlan> _plans = [];
    private bool _missing;

    /// <summary>Makes an original to be written by the caller, who doesn't close it.</summary>
    public int Add(string path)
    {
        using var texts = new NativeText();
        var original = Libc.open(texts.Add(originals), Constants.ReadWrite | Constants.UnnamedFile | Constants.CloseOnExec, FileMode);
        if (original < 0)
            throw AgentException.FromErrno("open", path);
        var parts = path.Split('/');
        // Never freed: the names are needed for as long as the agent lives.
        _plans.Add(new CopyPlan { Parts = new NativeText().Add(parts), PartCount = parts.Length, Original = original });
        _missing = true;
        return original;
    }

    /// <summary>What commands wrote was removed, and the copies with it.</summary>
    public void Wiped() => _missing = true;

    /// <summary>Makes the copies anew, if they are not there.</summary>
    public void Restore()
    {
        if (!_missing || _plans.Count == 0)
            return;
        _missing = false;
        using var texts = new NativeText();
        var target = Libc.open(texts.Add(folder), Constants.ReadOnly | Constants.Directory | Constants.CloseOnExec, 0);
        var plans = CollectionsMarshal.AsSpan(_plans);
        int child;
        fixed (CopyPlan* first = plans)
        {
            child = Libc.fork();
            if (child == 0)
                RunChild(first, plans.Length, target);
        }

        var status = -1;
        while (Libc.wait4(child, &status, 0, null) < 0 && Libc.Errno == Constants.Eintr)
        {
        }

        Libc.CheckedClose(ref target);
        if (status != 0)
            throw new AgentException("The files of the submission could not be copied.");
    }

    /// <summary>Calls the C library only and allocates nothing, as all forked children.</summary>
    private void RunChild(CopyPlan* plans, int count, int target)
    {
        Spawner.DropIdentity(uid);
        _ = Libc.umask(0);
        var buffer = stackalloc byte[BufferSize];
        for (var i = 0; i < count; i++)
        {
            if (!Copy(&plans[i], target, buffer))
                Libc._exit(1);
        }

        Libc._exit(0);
    }

    private static bool Copy(CopyPlan* plan, int target, byte* buffer)
    {
        var current = target;
        for (var part = 0; part < plan->PartCount - 1; part++)
        {
            _ = Libc.mkdirat(current, plan->Parts[part], FolderMode);
            var next = Libc.openat(current, plan->Parts[part], Constants.ReadOnly | Constants.Directory | Constants.NoFollow | Constants.CloseOnExec, 0);
            if (current != target)
                _ = Libc.close(current);
            if (next < 0)
                return false;
            current = next;
        }

        const int flags = Constants.WriteOnly | Constants.Create | Constants.Exclusive | Constants.CloseOnExec;
        var copy = Libc.openat(current, plan->Parts[plan->PartCount - 1], flags | Constants.NoFollow, FileMode);
        if (current != target)
            _ = Libc.close(current);
        var isWhole = copy >= 0 && CopyBytes(plan->Original, copy, buffer);
        _ = Libc.close(copy);
        return isWhole;
    }

    private static bool CopyBytes(int original, int copy, byte* buffer)
    {
        for (var offset = 0L; ;)
        {
            var count = Libc.pread(original, buffer, BufferSize, offset);
            if (count <= 0)
                return count == 0;
            for (nint written = 0; written < count;)
            {
                var more = Libc.write(copy, buffer + written, count - written);
                if (more <= 0)
                    return false;
                written += more;
            }

            offset += count;
        }
    }
}
