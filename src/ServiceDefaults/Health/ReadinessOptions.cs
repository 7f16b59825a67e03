namespace CodeRunner.ServiceDefaults.Health;

/// <summary>How often readiness is asked for. The host fills it in from settings of its own, where it has some.</summary>
public sealed class ReadinessOptions
{
    /// <summary>How long an answer of the checks is used again. Default: 1 s.</summary>
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When to ask again while it isn't ready. Default: 5 s.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);
}
