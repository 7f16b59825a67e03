using System.ComponentModel.DataAnnotations;
using CodeRunner.Sandbox.Linux;

namespace CodeRunner.Sandbox.Native;

/// <summary>Settings of the native sandbox.</summary>
public sealed class NativeOptions : BoxOptions
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

    /// <summary>Number of uids a server takes: the most sandboxes it can have at a time. Default: 1,024.</summary>
    [Range(16, 65_536)]
    public int UidsPerServer { get; set; } = 1_024;
}
