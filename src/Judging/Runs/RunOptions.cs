using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CodeRunner.Contracts;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Sandbox;

namespace CodeRunner.Judging.Runs;

/// <summary>What a program may use beside the limits that its request names. Sizes are in bytes.</summary>
public sealed class RunOptions
{
    /// <summary>The section of the settings that holds these.</summary>
    public const string Section = "Run";

    /// <summary>The part of a program's memory that the address sanitizer keeps freed memory in, to recognise its use. Its own default is 256 MiB, whatever there is.</summary>
    private const int QuarantineShare = 32;

    /// <summary>The largest file that it may write. Default: 64 MiB.</summary>
    [Range(0, 4L << 30)]
    public long FileSize { get; set; } = 64L << 20;

    /// <summary>Descriptors of each process. Default: 256.</summary>
    [Range(16, 65536)]
    public int OpenFiles { get; set; } = 256;

    /// <summary>
    /// The program's whole environment. The address sanitizer would look for leaks by tracing itself and set the limit of core files, both of
    /// which the sandbox refuses, and then fail every program that it was compiled into; and what it keeps of freed memory would fill a program's limit.
    /// </summary>
    internal static ImmutableArray<string> EnvironmentFor(Limits limits)
    {
        var quarantine = Math.Max(1, (limits.Memory.Bytes >> 20) / QuarantineShare);
        return
        [
            "PATH=/usr/bin:/bin",
            "HOME=/work",
            "LANG=C.UTF-8",
            $"ASAN_OPTIONS=detect_leaks=0:disable_coredump=0:quarantine_size_mb={quarantine}:thread_local_quarantine_size_kb=64",
        ];
    }

    /// <summary>The limits of one run. No limit on address space: sanitizers and runtimes reserve far more than they use.</summary>
    internal ProcessLimits ToLimits(Limits limits, Blob? expectedOutput) => new()
    {
        CpuTime = limits.CpuTime,
        WallTime = limits.WallTime,
        Memory = limits.Memory,
        Output = limits.OutputFor(expectedOutput),
        ErrorOutput = limits.Output,
        MaxErrorOutput = limits.MaxOutput ?? limits.Output,
        Processes = limits.Processes,
        Stack = limits.Stack ?? limits.Memory, // what other judges give, so that a deep recursion ends where memory does
        FileSize = new ByteSize(FileSize),
        OpenFiles = OpenFiles,
    };
}
