using System.ComponentModel.DataAnnotations;
using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Sandbox.Docker;

/// <summary>Settings of Docker sandboxes.</summary>
public sealed class DockerOptions : BoxOptions
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

    /// <summary>How long one call of the engine may take before it counts as away. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the engine is asked whether it is there, and tried again when it is not. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan PingPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long its answer may take. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
