using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Whether some silo is there: only then can a submission be taken. Not whether the dispatcher answers: when its silo is lost or frozen it comes
/// up on another one within seconds, and calls wait for that.
/// </summary>
internal sealed class SilosHealthCheck(IGrainFactory grains, AwakeSilos silos) : IHealthCheck
{
    /// <summary>The health check's name.</summary>
    public const string Name = "silos";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (silos.IsAnyAwake)
            return HealthCheckResult.Healthy();
        try
        {
            // Their pulse may not be heard, as Redis is away or lets nobody speak on its channels.
            await grains.GetGrain<IDispatcherGrain>(0).GetStatusAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("No silo answers.", exception);
        }
    }
}
