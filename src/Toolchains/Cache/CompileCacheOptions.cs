using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Toolchains.Cache;

/// <summary>Whether and where compiled programs are kept, so that an equal source isn't compiled again.</summary>
public sealed class CompileCacheOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Compile:Cache";

    /// <summary>Whether it is done at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The folder; each server on the machine takes a subfolder of its own. Default: <c>cache/programs</c> in the data folder, else
    /// <c>/var/cache/coderunner/programs</c>.
    /// </summary>
    public string Folder { get; set; } = string.Empty;

    /// <summary>Bytes on disk; the ones not used for longest go first. Default: 1 GiB.</summary>
    [Range(1L << 20, 1L << 42)]
    public long Bytes { get; set; } = 1L << 30;

    /// <summary>Bytes of the disk that stay free: with fewer, nothing is added. Default: 1 GiB.</summary>
    [Range(0, 1L << 42)]
    public long KeepFree { get; set; } = 1L << 30;
}
