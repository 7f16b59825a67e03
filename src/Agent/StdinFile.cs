using CodeRunner.Agent.Protocol;

namespace CodeRunner.Agent;

/// <summary>
/// A command's stdin as a file in memory, made here where nobody can hand one in: it may be mapped, rewound and opened again by name, and
/// nobody can change it. What it takes is the sandbox's memory, but not the command's.
/// </summary>
internal static unsafe class StdinFile
{
    private const uint ReadableByAll = 0x124; // 0444
    private const long PageSize = 4096;

    /// <summary>What the file of a command takes of the sandbox's memory, in bytes; 0 where it was made elsewhere.</summary>
    public static long MemoryOf(RunCommand command) => (command.StdinLength + PageSize - 1) / PageSize * PageSize;

    /// <summary>Takes the file's bytes from the channel and opens it for reading alone.</summary>
    public static int Receive(Channel channel, RunCommand command)
    {
        var file = Create();
        for (var left = command.StdinLength; left > 0;)
        {
            var type = channel.Next(out var payload);
            var reader = new PayloadReader(payload);
            if (type != FrameType.Stdin || reader.Int() != command.Number || reader.Rest.IsEmpty || reader.Rest.Length > left)
                throw new AgentException("A command's stdin doesn't follow it.");
            left -= reader.Rest.Length;
            Libc.WriteAll(file, reader.Rest, "stdin");
        }

        if (Libc.fchmod(file, ReadableByAll) != 0 || Libc.fcntl(file, Constants.AddSeals, Constants.AllSeals) != 0)
            throw AgentException.FromErrno("fcntl(F_ADD_SEALS)", "stdin");
        using var texts = new NativeText();
        // Another description of the file, as this one could write.
        var descriptor = Libc.open(texts.Add($"/proc/self/fd/{file}"), Constants.ReadOnly | Constants.CloseOnExec, 0);
        if (descriptor < 0)
            throw AgentException.FromErrno("open", "stdin");
        _ = Libc.close(file);
        return descriptor;
    }

    private static int Create()
    {
        const uint flags = Constants.MemoryCloseOnExec | Constants.MemoryAllowSealing;
        fixed (byte* name = "stdin"u8)
        {
            var file = Libc.memfd_create(name, flags | Constants.MemoryNeverExecutable);
            if (file < 0 && Libc.Errno == Constants.Einval)
                file = Libc.memfd_create(name, flags);
            return file >= 0 ? file : throw AgentException.FromErrno("memfd_create", "stdin");
        }
    }
}
