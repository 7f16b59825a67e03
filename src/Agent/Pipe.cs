namespace CodeRunner.Agent;

/// <summary>A pipe whose ends are closed by an execve.</summary>
internal unsafe struct Pipe
{
    public int Reader;
    public int Writer;

    public static Pipe Open()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Constants.CloseOnExec) != 0)
            throw AgentException.FromErrno("pipe2", "stream");
        return new Pipe { Reader = ends[0], Writer = ends[1] };
    }

    public static void MakeNonBlocking(int descriptor) => _ = Libc.fcntl(descriptor, Constants.SetFlags, Constants.NonBlocking);
}
