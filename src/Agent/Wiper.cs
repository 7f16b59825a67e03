using System.Runtime.InteropServices;
using System.Text;

namespace CodeRunner.Agent;

/// <summary>
/// Removes what a command left behind: files in the folders that it can write to, and System V IPC objects. Its files are
/// removed by a child that is the slot's user, as the agent's root has no right to override permissions; by then no process of
/// that user is alive any more.
/// </summary>
internal sealed unsafe class Wiper
{
    private const int BufferSize = 8192;
    private const uint AllForOwner = 0x1c0; // 0700
    private static readonly string[] Writable = ["/work", "/tmp", "/dev/shm"];

    private readonly uint _uid;
    private readonly int[] _folders;
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    public Wiper(uint uid)
    {
        _uid = uid;
        using var texts = new NativeText();
        _folders = new int[Writable.Length];
        for (var i = 0; i < Writable.Length; i++)
        {
            _folders[i] = Libc.open(texts.Add(Writable[i]), Constants.ReadOnly | Constants.Directory | Constants.CloseOnExec, 0);
            if (_folders[i] < 0)
                throw AgentException.FromErrno("open", Writable[i]);
        }
    }

    /// <summary>Marks an entry of the working folder as put there by the agent.</summary>
    public void Keep(string name) => _kept.Add(name);

    /// <summary>Removes everything. False when something could not be removed.</summary>
    public bool Wipe()
    {
        if (!Clean())
            return false;
        foreach (var folder in _folders)
            ForgetTimes(folder);
        return true;
    }

    /// <summary>When a command wrote or read there is nobody's business afterwards. The third time, that of the last change, is then that of this call.</summary>
    private static void ForgetTimes(int folder)
    {
        var times = stackalloc TimeSpec[2];
        (times[0], times[1]) = (default, default);
        _ = Libc.futimens(folder, times);
    }

    private bool Clean()
    {
        if (IsClean())
            return true;
        var child = Libc.fork();
        if (child == 0)
            RunChild();
        int status;
        while (Libc.wait4(child, &status, 0, null) < 0 && Libc.Errno == Constants.Eintr)
        {
        }

        return IsClean();
    }

    private bool IsClean() => !HasIpcObjects() && Array.TrueForAll(_folders, IsClean);

    private bool IsClean(int folder)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        _ = Libc.lseek(folder, 0, Constants.SeekSet);
        var entries = new FolderEntries(folder, buffer);
        for (var name = entries.Next(); name != null; name = entries.Next())
        {
            var isOurs = folder == _folders[0] && _kept.Contains(Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name)));
            // A hard link to one of the agent's files can only be removed by the agent, which owns file and folder.
            if (!isOurs && Libc.unlinkat(folder, name, 0) != 0)
                return false;
        }

        return true;
    }

    private static bool HasIpcObjects()
    {
        // Larger than struct shm_info and struct seminfo; the number of objects in use is the first field of the former.
        var info = stackalloc int[64];
        if (Libc.shmctl(0, Constants.ShmInfo, info) >= 0 && info[0] > 0)
            return true;
        const int semaphoreSetsInUse = 7; // semusz of struct seminfo
        if (Libc.semctl(0, 0, Constants.SemInfo, info) >= 0 && info[semaphoreSetsInUse] > 0)
            return true;
        return Libc.msgctl(0, Constants.MsgInfo, info) >= 0 && info[0] > 0; // msgpool of struct msginfo
    }

    private void RunChild()
    {
        Spawner.DropIdentity(_uid);
        foreach (var folder in _folders)
            Empty(folder);
        var info = stackalloc int[256];
        RemoveAll(Libc.shmctl(0, Constants.ShmInfo, info), &ShmStat, &ShmRemove);
        RemoveAll(Libc.semctl(0, 0, Constants.SemInfo, info), &SemStat, &SemRemove);
        RemoveAll(Libc.msgctl(0, Constants.MsgInfo, info), &MsgStat, &MsgRemove);
        Libc._exit(0);
    }

    /// <summary>
    /// Empties a folder however deep it is, with two open descriptors: what a subfolder holds is moved up into
    /// <paramref name="folder"/> until every subfolder is empty.
    /// </summary>
    private static void Empty(int folder)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var moved = 0u;
        bool progress;
        do
        {
            progress = false;
            _ = Libc.lseek(folder, 0, Constants.SeekSet);
            var entries = new FolderEntries(folder, buffer);
            for (var name = entries.Next(); name != null; name = entries.Next())
                progress |= Libc.unlinkat(folder, name, 0) == 0 || RemoveFolder(folder, name, ref moved);
        }
        while (progress);
    }

    private static bool RemoveFolder(int folder, byte* name, ref uint moved)
    {
        if (Libc.unlinkat(folder, name, Constants.RemoveDirectory) == 0)
            return true;
        _ = Libc.fchmodat(folder, name, AllForOwner, 0);
        var inner = Libc.openat(folder, name, Constants.ReadOnly | Constants.Directory | Constants.NoFollow | Constants.CloseOnExec, 0);
        if (inner < 0)
            return false;
        var progress = MoveUp(inner, folder, ref moved);
        _ = Libc.close(inner);
        return Libc.unlinkat(folder, name, Constants.RemoveDirectory) == 0 || progress;
    }

    private static bool MoveUp(int inner, int folder, ref uint moved)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var entries = new FolderEntries(inner, buffer);
        var target = stackalloc byte[16];
        var progress = false;
        for (var name = entries.Next(); name != null; name = entries.Next())
        {
            if (Libc.unlinkat(inner, name, 0) == 0)
            {
                progress = true;
                continue;
            }

            // To move a folder its ".." is rewritten, which needs the right to write to it.
            _ = Libc.fchmodat(inner, name, AllForOwner, 0);
            WriteName(target, moved++);
            progress |= Libc.renameat(inner, name, folder, target) == 0;
        }

        return progress;
    }

    private static void WriteName(byte* target, uint number)
    {
        *target++ = (byte)'.';
        for (var shift = 28; shift >= 0; shift -= 4)
            *target++ = (byte)('a' + ((number >> shift) & 0xf));
        *target = 0;
    }

    private static void RemoveAll(int highest, delegate*<int, int> stat, delegate*<int, void> remove)
    {
        for (var index = 0; index <= highest; index++)
        {
            var id = stat(index);
            if (id >= 0)
                remove(id);
        }
    }

    private static int ShmStat(int index)
    {
        var buffer = stackalloc int[64];
        return Libc.shmctl(index, Constants.ShmStat, buffer);
    }

    private static int SemStat(int index)
    {
        var buffer = stackalloc int[64];
        return Libc.semctl(index, 0, Constants.SemStat, buffer);
    }

    private static int MsgStat(int index)
    {
        var buffer = stackalloc int[64];
        return Libc.msgctl(index, Constants.MsgStat, buffer);
    }

    private static void ShmRemove(int id) => _ = Libc.shmctl(id, Constants.IpcRemove, null);

    private static void SemRemove(int id) => _ = Libc.semctl(id, 0, Constants.IpcRemove, null);

    private static void MsgRemove(int id) => _ = Libc.msgctl(id, Constants.IpcRemove, null);
}
