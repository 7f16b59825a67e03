using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Sandbox.Linux;

/// <summary>The settings that all kinds of sandbox have, each in a section of its own.</summary>
public abstract class BoxOptions
{
    /// <summary>First uid for sandboxes. Default: 700,000.</summary>
    /// <remarks>Native: each server takes as many as it may have from here on. Docker: where the engine remaps users, they are taken from 10,000 on.</remarks>
    [Range(1_000, int.MaxValue / 2)]
    public int FirstUid { get; set; } = 700_000;

    /// <summary>Processors that one sandbox may use at a time, as a number such as 1 or 0.5; 0: all. Default: 1.</summary>
    [Range(0, 1_024)]
    public double Processors { get; set; } = 1;

    /// <summary>Part of the machine's memory that all sandboxes together may use. Default: 0.75.</summary>
    /// <remarks>Docker: where this server can write to the engine's control groups.</remarks>
    [Range(0.05, 1)]
    public double MemoryShare { get; set; } = 0.75;

    /// <summary>Size of the compiler's working folder in MiB; its binary may be half as large. Default: 256.</summary>
    [Range(16, 65_536)]
    public int CompileFolderMiB { get; set; } = 256;

    /// <summary>Size in MiB of each folder that a program can write to. Default: 64.</summary>
    [Range(1, 65_536)]
    public int FolderMiB { get; set; } = 64;

    /// <summary>Files and folders in each of those. Default: 4,096.</summary>
    [Range(64, 1_000_000)]
    public int FolderInodes { get; set; } = 4_096;

    /// <summary>How long a sandbox may take to start: its agent to report, once a container has started. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a command's wall time the agent's report may come before the sandbox counts as failed. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a killed sandbox may take to vanish before it counts as dying (<c>Sandbox:MaximumDying</c>); a container is then removed by force. Default: 5 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RemoveTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
