using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Silo.Cluster;

/// <summary>Whether some silo answers: only then can a submission be queued.</summary>
internal sealed class SilosHealthCheck(IGrainFactory grains) : IHealthCheck
{
    /// <summary>The health check's name.</summary>
    public const string Name = "silos";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IDispatcherGrain>(0).GetStatusAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }
}
