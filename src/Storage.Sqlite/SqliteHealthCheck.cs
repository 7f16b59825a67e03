using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// Unhealthy while the database can't be read or its disk is nearly full, and for a while after a write has failed with none succeeding since.
/// After that while it is healthy again, else nobody would send the write that shows whether the trouble is over.
/// </summary>
internal sealed class SqliteHealthCheck(SqliteReaders readers, SqliteWriter writer, DiskSpace space, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(15);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (space.Lacks() is { } lack)
            return HealthCheckResult.Unhealthy(lack);
        if (writer.FailedAt is { } failedAt && time.GetUtcNow() - failedAt < Memory)
            return HealthCheckResult.Unhealthy("The database can't be written to.");

        try
        {
            await readers.ReadAsync(static session => session.Connection.Scalar("SELECT 1 FROM pending LIMIT 1"), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (StorageUnavailableException e)
        {
            return HealthCheckResult.Unhealthy("The database can't be read.", e);
        }
    }
}
