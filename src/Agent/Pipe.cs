namespace CodeRunner.Agent;

/// <summary>A pipe whose ends are closed by an execve.</summary>
internal unsafe struct Pipe
{
    private const uint ForEverybody = 0x1b6; // 0666

    public int Reader;
    public int Writer;

    public static Pipe Open()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Constants.CloseOnExec) != 0)
            throw AgentException.FromErrno("pipe2", "stream");
        return new Pipe { Reader = ends[0], Writer = ends[1] };
    }

    /// <summary>One that the command may open by name too, as <c>/dev/stdin</c> or <c>/dev/stdout</c>; it would be the agent's alone otherwise.</summary>
    public static Pipe OpenForCommand()
    {
        var pipe = Open();
        return Libc.fchmod(pipe.Reader, ForEverybody) == 0 ? pipe : throw AgentException.FromErrno("fchmod", "stream");
    }

    public static void MakeNonBlocking(int descriptor) => _ = Libc.fcntl(descriptor, Constants.SetFlags, Constants.NonBlocking);
}
