namespace CodeRunner.Sandbox;

/// <summary>Which sandbox is wanted. Of those with equal ones each will do.</summary>
/// <param name="Stage">What it is for.</param>
/// <param name="Variant">Which of its kind's, where not all hold the same programs; empty for the usual one.</param>
public sealed record SandboxSpec(SandboxStage Stage, string Variant = "");
