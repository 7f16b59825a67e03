using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Sandbox.Native;

/// <summary>Settings of the native sandbox.</summary>
public sealed class NativeOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Sandbox:Native";

    /// <summary>bubblewrap's program. Default: <c>/usr/bin/bwrap</c>.</summary>
    [Required]
    public string Bubblewrap { get; set; } = "/usr/bin/bwrap";

    /// <summary>The agent's program; empty: <c>agent/coderunner-agent</c> beside the server. Default: empty.</summary>
    public string Agent { get; set; } = string.Empty;

    /// <summary>
    /// Folder for locks, the sandboxes' <c>/etc</c> and the seccomp filter, writable by root only; shared by all servers of a machine. Default: <c>/run/coderunner</c>.
    /// </summary>
    [Required]
    public string RuntimeFolder { get; set; } = "/run/coderunner";

    /// <summary>First uid for sandboxes; each server takes <see cref="UidsPerServer"/> from here on. Default: 700,000.</summary>
    [Range(1_000, int.MaxValue / 2)]
    public int FirstUid { get; set; } = 700_000;

    /// <summary>Number of uids a server takes: the most sandboxes it can have at a time. Default: 1,024.</summary>
    [Range(16, 65_536)]
    public int UidsPerServer { get; set; } = 1_024;

    /// <summary>Processors that one sandbox may use at a time, as a number such as 1 or 0.5; 0: all. Default: 1.</summary>
    [Range(0, 1_024)]
    public double Processors { get; set; } = 1;

    /// <summary>Part of the machine's memory that all sandboxes together may use. Default: 0.75.</summary>
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

    /// <summary>How long a sandbox may take to start. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a command's wall time the agent's report may come before the sandbox counts as failed. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a killed sandbox may take to vanish before it counts as dying (<c>Sandbox:MaximumDying</c>). Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RemoveTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
