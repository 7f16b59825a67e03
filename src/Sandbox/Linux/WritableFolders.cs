namespace CodeRunner.Sandbox.Linux;

/// <summary>A folder in memory that each sandbox has for itself.</summary>
/// <param name="Path">Where.</param>
/// <param name="MiB">How much it holds at most.</param>
/// <param name="Mode">Who may do what there, as an octal number.</param>
/// <param name="IsExecutable">Whether what is in it can be executed.</param>
internal sealed record WritableFolder(string Path, int MiB, string Mode, bool IsExecutable)
{
    /// <summary>As a mount wants to hear it.</summary>
    public string Execution => IsExecutable ? "exec" : "noexec";
}

/// <summary>The folders that sandboxes of every kind can be written to; all else is read-only.</summary>
internal static class WritableFolders
{
    private const string ForAll = "1777"; // what is not one's own can't be removed or renamed
    private const string ForRoot = "0755";

    public static IReadOnlyList<WritableFolder> Of(BoxOptions options, SandboxStage stage)
    {
        var isCompile = stage == SandboxStage.Compile;
        return
        [
            new("/work", isCompile ? options.CompileFolderMiB : options.FolderMiB, ForAll, IsExecutable: true),
            new("/tmp", options.FolderMiB, ForAll, isCompile),
            new("/dev/shm", options.FolderMiB, ForAll, IsExecutable: false),
            new("/box", 2 * options.FolderMiB, ForRoot, IsExecutable: true),
        ];
    }
}
