using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Judging.Runs;

/// <summary>How much of a submission's outputs its result keeps. Sizes are in bytes.</summary>
public sealed class JudgingOptions
{
    /// <summary>The section of the settings that holds these.</summary>
    public const string Section = "Judging";

    /// <summary>Stdout and stderr of all tests together. Default: 32 MiB, all that one test may write under the largest limits.</summary>
    [Range(0, 1L << 30)]
    public long KeptOutput { get; set; } = 32L << 20;

    /// <summary>What is kept of each stream of a test that would go over <see cref="KeptOutput"/>. Default: 4 KiB.</summary>
    [Range(0, 1 << 20)]
    public int Excerpt { get; set; } = 4 << 10;
}
