using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Silo.Cluster;

/// <summary>
/// Whether some silo is there: only then can a submission be taken. Shards of which some don't answer are no reason: when the silo of a dispatcher
/// is lost or frozen it comes up on another one within seconds, calls wait for that, and the others go on. Only when none has answered for long
/// is there nobody to queue with. It asks nobody itself, so that no request waits for it.
/// </summary>
internal sealed class SilosHealthCheck(AwakeSilos silos, AnsweringShards shards) : IHealthCheck
{
    /// <summary>The health check's name.</summary>
    public const string Name = "silos";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (shards.AreLost)
            return HealthCheckResult.Unhealthy("No dispatcher answers.");

        // Their pulse may not be heard, as Redis is away or lets nobody speak on its channels.
        if (!silos.IsAnyAwake && !shards.AnyAnswers)
            return HealthCheckResult.Unhealthy("No silo answers.");
        return shards.Silent is { Count: > 0 } silent
            ? HealthCheckResult.Degraded($"No answer from the dispatchers of these shards: {string.Join(", ", silent)}.")
            : HealthCheckResult.Healthy();
    }
}
