using CodeRunner.Gateway.Options;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodeRunner.Gateway.Health;

/// <summary>Whether the engine takes work: what every health check with the tag <c>ready</c> says.</summary>
internal sealed class Readiness(HealthCheckService checks, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>The tag of the checks that count.</summary>
    public const string Tag = "ready";

    private readonly TimeSpan _cacheTime = options.Value.ReadinessCache;

    private volatile ReadinessReport? _last;

    /// <summary>Asks the checks, or gives their last answer where that is recent: every <c>POST /run</c> asks.</summary>
    public async ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.Timestamp) < _cacheTime)
            return last;
        var health = await checks.CheckHealthAsync(static check => check.Tags.Contains(Tag), cancellationToken);
        var reasons = health.Entries.Where(static entry => entry.Value.Status == HealthStatus.Unhealthy).Select(Describe);
        return _last = new ReadinessReport([.. reasons], time.GetTimestamp());
    }

    private static string Describe(KeyValuePair<string, HealthReportEntry> entry) => $"{entry.Key}: {entry.Value.Description ?? "failed"}";
}

/// <summary>What the checks said.</summary>
/// <param name="Reasons">Why it isn't ready; empty when it is.</param>
/// <param name="Timestamp">When they said so.</param>
internal sealed record ReadinessReport(IReadOnlyList<string> Reasons, long Timestamp)
{
    /// <summary>Whether the engine takes work.</summary>
    public bool IsReady => Reasons.Count == 0;

    /// <summary>The reasons in a sentence.</summary>
    public string Describe() => $"The engine is not ready: {string.Join("; ", Reasons)}";
}
