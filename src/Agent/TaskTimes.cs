namespace CodeRunner.Agent;

/// <summary>Reads what the kernel's scheduler counted of each task in the sandbox, from <c>/proc/PID/task/TID/schedstat</c>.</summary>
internal sealed unsafe class TaskTimes
{
    /// <summary>More are not looked at; those left out can only make the time found shorter.</summary>
    private const int MaximumTasks = 256;

    private const int BufferSize = 4096;
    private const int FileSize = 128;
    private const int NameSize = 32;
    private const int Agent = 1;

    private readonly int _processes;

    public TaskTimes()
    {
        using var texts = new NativeText();
        _processes = Libc.open(texts.Add("/proc"), Constants.ReadOnly | Constants.Directory | Constants.CloseOnExec, 0);
    }

    /// <summary>Shows every task but the agent's own to <paramref name="wait"/>. A kernel that doesn't count shows none.</summary>
    public void AddTo(OutsideWait wait)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var left = MaximumTasks;
        _ = Libc.lseek(_processes, 0, Constants.SeekSet);
        var entries = new FolderEntries(_processes, buffer);
        for (var name = entries.Next(); name != null && left > 0; name = entries.Next())
        {
            var process = ParseNumber(name);
            if (process > Agent)
                AddProcess(name, wait, ref left);
        }
    }

    private void AddProcess(byte* process, OutsideWait wait, ref int left)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        var path = stackalloc byte[NameSize];
        Join(path, process, "/task\0"u8);
        var folder = Libc.openat(_processes, path, Constants.ReadOnly | Constants.Directory | Constants.CloseOnExec, 0);
        if (folder < 0)
            return;
        var entries = new FolderEntries(folder, buffer);
        for (var name = entries.Next(); name != null && left-- > 0; name = entries.Next())
        {
            Join(path, name, "/schedstat\0"u8);
            Add(folder, path, ParseNumber(name), wait);
        }

        _ = Libc.close(folder);
    }

    private static void Add(int folder, byte* path, int task, OutsideWait wait)
    {
        var file = Libc.openat(folder, path, Constants.ReadOnly | Constants.CloseOnExec, 0);
        if (file < 0)
            return;
        var text = stackalloc byte[FileSize];
        var count = (int)Libc.read(file, text, FileSize);
        _ = Libc.close(file);
        // Two numbers of nanoseconds, then how often it ran.
        var rest = new ReadOnlySpan<byte>(text, Math.Max(0, count));
        var ran = TakeNumber(ref rest);
        var waited = TakeNumber(ref rest);
        wait.Add(task, ran, waited);
    }

    private static long TakeNumber(ref ReadOnlySpan<byte> text)
    {
        var value = 0L;
        var length = 0;
        for (; length < text.Length && char.IsAsciiDigit((char)text[length]); length++)
            value = (value * 10) + (text[length] - '0');
        text = text[Math.Min(text.Length, length + 1)..];
        return value;
    }

    /// <summary>The number that a name is; 0 when it is none.</summary>
    private static int ParseNumber(byte* name)
    {
        var value = 0;
        for (; *name != 0; name++)
        {
            if (!char.IsAsciiDigit((char)*name))
                return 0;
            value = (value * 10) + (*name - '0');
        }

        return value;
    }

    /// <summary>Names here are numbers, which have ten digits at most.</summary>
    private static void Join(byte* target, byte* name, ReadOnlySpan<byte> rest)
    {
        while (*name != 0)
            *target++ = *name++;
        rest.CopyTo(new Span<byte>(target, rest.Length));
    }
}
