using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Sandbox.Readiness;

/// <summary>Tells whether the sandbox came up and passed its self-test.</summary>
internal sealed class SandboxHealthCheck(SandboxReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reasons = readiness.Reasons;
        if (!reasons.IsEmpty)
            return Task.FromResult(HealthCheckResult.Unhealthy(string.Join(' ', reasons)));
        var warnings = readiness.Warnings;
        return Task.FromResult(warnings.IsEmpty ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', warnings)));
    }
}
