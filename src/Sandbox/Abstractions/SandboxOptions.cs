using System.ComponentModel.DataAnnotations;

namespace CodeRunner.Sandbox;

/// <summary>Which kind of sandbox is used, and how many are kept warm.</summary>
public sealed class SandboxOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Sandbox";

    /// <summary>
    /// The kind of sandbox: <c>auto</c> takes native ones where bubblewrap and root are, else Docker where an engine answers. Default: auto.
    /// </summary>
    [EnumDataType(typeof(SandboxKind))]
    public SandboxKind Kind { get; set; } = SandboxKind.Auto;

    /// <summary>Sandboxes started ahead for compilers; 0: as many as processors. Default: 0.</summary>
    [Range(0, 1_024)]
    public int WarmCompile { get; set; }

    /// <summary>Sandboxes started ahead for programs; 0: as many as processors. Default: 0.</summary>
    [Range(0, 1_024)]
    public int WarmRun { get; set; }

    /// <summary>Sandboxes that may be starting at the same time. Default: 2.</summary>
    [Range(1, 64)]
    public int ParallelStarts { get; set; } = 2;

    /// <summary>
    /// Sandboxes that may have been killed and not be gone, because a program in them is in a call of the kernel that nothing ends, before no new ones
    /// are started; never more than half of the uids (<c>Sandbox:Native:UidsPerServer</c>). 0: four for each processor, and at least 16. Default: 0.
    /// </summary>
    [Range(0, 65_536)]
    public int MaximumDying { get; set; }

    /// <summary><see cref="MaximumDying"/>, or what stands for 0.</summary>
    internal int EffectiveMaximumDying => MaximumDying > 0 ? MaximumDying : Math.Max(16, 4 * Environment.ProcessorCount);
}
