using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CodeRunner.Contracts;
using CodeRunner.Sandbox;

namespace CodeRunner.Toolchains.Building;

/// <summary>What a compiler may use. Sizes are in bytes.</summary>
public sealed class CompileOptions
{
    /// <summary>The section of the settings that holds these.</summary>
    public const string Section = "Compile";

    /// <summary>The compiler's whole environment.</summary>
    internal static readonly ImmutableArray<string> Environment = ["PATH=/usr/bin:/bin", "TMPDIR=/work", "LC_ALL=C.UTF-8"];

    /// <summary>User and system time of the compiler and its children. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan CpuTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from start to end. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan WallTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Peak memory of all its processes together. Default: 1 GiB.</summary>
    [Range(64L << 20, 64L << 30)]
    public long Memory { get; set; } = 1L << 30;

    /// <summary>Processes at the same time. Default: 64.</summary>
    [Range(4, 4096)]
    public int Processes { get; set; } = 64;

    /// <summary>The largest file that it may write. Default: 128 MiB.</summary>
    [Range(1L << 20, 4L << 30)]
    public long FileSize { get; set; } = 128L << 20;

    /// <summary>How much of what it says is kept. Default: 64 KiB.</summary>
    [Range(1L << 10, 16L << 20)]
    public long Diagnostics { get; set; } = 64L << 10;

    /// <summary>Address space of each process, a backstop below the memory limit's counting. Default: 4 GiB.</summary>
    [Range(256L << 20, 256L << 30)]
    public long AddressSpace { get; set; } = 4L << 30;

    /// <summary>Stack of each process; deep templates recurse deeply. Default: 64 MiB.</summary>
    [Range(1L << 20, 4L << 30)]
    public long Stack { get; set; } = 64L << 20;

    /// <summary>Descriptors of each process. Default: 256.</summary>
    [Range(16, 65536)]
    public int OpenFiles { get; set; } = 256;

    /// <summary>The largest program that is taken out of the sandbox. Default: 64 MiB.</summary>
    [Range(1L << 20, 1L << 30)]
    public long Artifact { get; set; } = 64L << 20;

    /// <summary>These as the limits of a command.</summary>
    internal ProcessLimits ToLimits() => new()
    {
        CpuTime = CpuTime,
        WallTime = WallTime,
        Memory = new ByteSize(Memory),
        Output = new ByteSize(Diagnostics),
        KillOnOutputLimit = false,
        Processes = Processes,
        Stack = new ByteSize(Stack),
        FileSize = new ByteSize(FileSize),
        OpenFiles = OpenFiles,
        AddressSpace = new ByteSize(AddressSpace),
    };
}
