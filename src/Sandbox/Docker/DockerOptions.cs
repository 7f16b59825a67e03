using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Settings of Docker sandboxes.</summary>
public sealed class DockerOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Sandbox:Docker";

    /// <summary>
    /// Address of the engine, such as <c>unix:///run/docker.sock</c>; empty: that of the variable <c>DOCKER_HOST</c>, else
    /// <c>unix:///var/run/docker.sock</c>. Default: empty.
    /// </summary>
    public string Endpoint { get; set; } = string.Empty;

    /// <summary>Image that holds compilers and agent. It is never pulled. Default: <c>coderunner/sandbox:latest</c>.</summary>
    [Required]
    public string Image { get; set; } = "coderunner/sandbox:latest";

    /// <summary>Other images for some languages, by the language's id: their compilers, and the agent as <c>/agent</c>. Default: none.</summary>
    public Dictionary<string, string> Images { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Where the engine finds the folder of <c>Compile:Preambles:Folder</c>, which it mounts read-only into compile sandboxes: a path on its machine, or the name
    /// of a volume; for a server that is itself in a container. Empty: by the same path. Default: empty.
    /// </summary>
    public string Preambles { get; set; } = string.Empty;

    /// <summary>The engine's runtime, such as <c>runsc</c> (gVisor) or <c>kata</c>; empty: the engine's default. Default: empty.</summary>
    public string Runtime { get; set; } = string.Empty;

    /// <summary>The cluster's name on the containers' labels. Default: <c>coderunner</c>.</summary>
    [Required]
    public string Cluster { get; set; } = "coderunner";

    /// <summary>
    /// This server's name on the containers' labels: what goes by it on start is taken for its own and removed. Empty: the host's name and the server's
    /// number on it. Default: empty.
    /// </summary>
    public string Silo { get; set; } = string.Empty;

    /// <summary>
    /// Folder for the lock that gives this server its number; empty: <c>/run/coderunner</c> for root, else a folder of the user's among the
    /// temporary files. Default: empty.
    /// </summary>
    public string RuntimeFolder { get; set; } = string.Empty;

    /// <summary>
    /// Control group that holds all sandboxes: a path for engines that use cgroupfs, a slice for those that use systemd; empty:
    /// <c>/coderunner</c> or <c>coderunner.slice</c>. Default: empty.
    /// </summary>
    public string CgroupParent { get; set; } = string.Empty;

    /// <summary>First uid for sandboxes. Where the engine remaps users, they are taken from 10,000 on. Default: 700,000.</summary>
    [Range(1_000, int.MaxValue / 2)]
    public int FirstUid { get; set; } = 700_000;

    /// <summary>Processors that one sandbox may use at a time, as a number such as 1 or 0.5; 0: all. Default: 1.</summary>
    [Range(0, 1_024)]
    public double Processors { get; set; } = 1;

    /// <summary>
    /// Part of the machine's memory that all sandboxes together may use, where this server can write to the engine's control groups. Default: 0.75.
    /// </summary>
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

    /// <summary>How long one call of the engine may take before it counts as away. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an agent may take to report after its container has started. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a command's wall time the agent's report may come before the sandbox counts as failed. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ReportTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a used container may take to vanish by itself before it is removed by force. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan RemoveTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the engine is asked whether it is there, and tried again when it is not. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan PingPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long its answer may take. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
