using CodeRunner.Contracts.Execution;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Whether some silo is there: only then can a submission be taken. A dispatcher that does not answer is no reason: when its silo is lost or
/// frozen it comes up on another one within seconds, calls wait for that, and other shards go on. Only when none has answered for long is there nobody to queue with.
/// </summary>
internal sealed class SilosHealthCheck(IGrainFactory grains, AwakeSilos silos, AnsweringShards shards) : IHealthCheck
{
    /// <summary>The health check's name.</summary>
    public const string Name = "silos";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (shards.AreLost)
            return HealthCheckResult.Unhealthy("No dispatcher answers.");
        if (silos.IsAnyAwake)
            return shards.Silent is { Count: > 0 } silent ? HealthCheckResult.Degraded($"No answer from the dispatchers of the shards {string.Join(", ", silent)}.") : HealthCheckResult.Healthy();
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
