namespace CodeRunner.ServiceDefaults.Health;

/// <summary>What the checks said.</summary>
/// <param name="Reasons">Why it isn't ready; empty when it is.</param>
/// <param name="Warning">What may become a reason soon; null when nothing does.</param>
/// <param name="Timestamp">When they said so, as a timestamp of the clock.</param>
public sealed record ReadinessReport(IReadOnlyList<string> Reasons, string? Warning, long Timestamp)
{
    /// <summary>Whether the engine takes work.</summary>
    public bool IsReady => Reasons.Count == 0;

    /// <summary>The reasons in a sentence.</summary>
    public string Describe() => $"The engine is not ready: {string.Join("; ", Reasons)}";
}
