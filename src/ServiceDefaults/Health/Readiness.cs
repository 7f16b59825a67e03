using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace CodeRunner.ServiceDefaults.Health;

/// <summary>Whether the process takes work: what every health check with the tag <c>ready</c> says.</summary>
public sealed class Readiness(HealthCheckService checks, IOptions<ReadinessOptions> options, TimeProvider time)
{
    /// <summary>The tag of the checks that count.</summary>
    public const string Tag = "ready";

    private readonly TimeSpan _cacheTime = options.Value.CacheTime;

    private volatile ReadinessReport? _last;

    /// <summary>Asks the checks, or gives their last answer where that is recent: every <c>POST /run</c> asks.</summary>
    public async ValueTask<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && time.GetElapsedTime(last.Timestamp) < _cacheTime)
            return last;
        var health = await checks.CheckHealthAsync(static check => check.Tags.Contains(Tag), cancellationToken);
        var reasons = health.Entries.Where(static entry => entry.Value.Status == HealthStatus.Unhealthy).Select(Describe);
        var warnings = health.Entries.Where(static entry => entry.Value.Status == HealthStatus.Degraded).Select(Describe).ToArray();
        return _last = new ReadinessReport([.. reasons], warnings.Length > 0 ? string.Join("; ", warnings) : null, time.GetTimestamp());
    }

    private static string Describe(KeyValuePair<string, HealthReportEntry> entry) => $"{entry.Key}: {entry.Value.Description ?? "failed"}";
}
