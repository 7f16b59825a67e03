using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Toolchains.CFamily.Preambles;

/// <summary>Whether and where standard headers are kept precompiled.</summary>
public sealed class PreambleOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Compile:Preambles";

    /// <summary>Whether it is done at all. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The folder; each server on the machine takes a subfolder of its own. Default: <c>cache/preambles</c> in the data folder, else
    /// <c>/var/cache/coderunner/preambles</c>.
    /// </summary>
    public string Folder { get; set; } = string.Empty;

    /// <summary>Bytes on disk; the ones not used for longest go first. Each takes 25 to 140 MB. Default: 2 GiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long Bytes { get; set; } = 2L << 30;

    /// <summary>Bytes of the disk that stay free: with fewer, nothing is added. Default: 1 GiB.</summary>
    [Range(0, 1L << 42)]
    public long KeepFree { get; set; } = 1L << 30;

    /// <summary>The largest that a precompiled preamble may be, in bytes; larger ones are not kept. Default: 192 MiB.</summary>
    [Range(1L << 20, 1L << 32)]
    public long Largest { get; set; } = 192L << 20;

    /// <summary>
    /// What is precompiled at the start, for each language's default standard: headers separated by spaces, an entry for each preamble.
    /// Default: <c>iostream</c> and <c>bits/stdc++.h</c>.
    /// </summary>
    public string[]? Common { get; set; }

    /// <summary>Preambles that may wait to be precompiled; beyond that the one asked for least recently is forgotten. Default: 32.</summary>
    [Range(1, 10_000)]
    public int Waiting { get; set; } = 32;

    /// <summary>How often a preamble must have been asked for to be precompiled while no submission is being compiled. Default: 1.</summary>
    [Range(1, 1_000_000)]
    public int IdleUses { get; set; } = 1;

    /// <summary>How often it must have been while submissions are being compiled. Default: 3.</summary>
    [Range(1, 1_000_000)]
    public int BusyUses { get; set; } = 3;

    /// <summary>Preambles that may wait for one client; beyond that its own asked for least recently is forgotten. Default: 8.</summary>
    [Range(1, 10_000)]
    public int ClientWaiting { get; set; } = 8;

    /// <summary>Preambles that are precompiled for one client in an hour; what it asks for beyond that is compiled plainly. Default: 60.</summary>
    [Range(1, 1_000_000)]
    public int ClientBuilds { get; set; } = 60;
}
