using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

/// <summary>Deletes what is too old, and gives the space back.</summary>
internal sealed class SqliteRetention(SqliteReaders readers, SqliteWriter writer, IOptions<RetentionOptions> options, TimeProvider time) : IRetention
{
    // Free pages given back in one operation, so that a write never waits for long behind it: 8 MiB.
    private const int PagesPerStep = 2000;

    // Free pages that stay for the next writes: 32 MiB.
    private const int PagesKept = 8000;

    // All states of a grain go together, once the last one written is too old. What has no result is in the pending index,
    // and whatever was never acknowledged is in neither and goes as well.
    private const string DeleteOld =
        """
        DELETE FROM state WHERE (key, type) IN (
            SELECT DISTINCT old.key, old.type FROM state AS old
            WHERE old.written_at < $before
                AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.id = old.key)
                AND NOT EXISTS (SELECT 1 FROM state AS newer WHERE newer.key = old.key AND newer.type = old.type AND newer.written_at >= $before)
            LIMIT $count)
        """;

    /// <inheritdoc/>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var before = (time.GetUtcNow() - options.Value.Period).UtcTicks;
        int deleted, total = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            deleted = await writer.WriteAsync(session => session.Execute(DeleteOld, ("$before", before), ("$count", options.Value.BatchSize)));
            total += deleted;
        }
        while (deleted > 0);

        await ShrinkAsync(cancellationToken);
        return total;
    }

    private async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        var excess = await readers.ReadAsync(static session => (long)session.Connection.Scalar("PRAGMA freelist_count")!, cancellationToken) - PagesKept;
        if (excess <= 0)
            return;

        for (; excess > 0; excess -= PagesPerStep)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pages = Math.Min(excess, PagesPerStep);
            await writer.WriteAsync(session => session.Query($"PRAGMA incremental_vacuum({pages})", static _ => 0).Count);
        }

        // Only a checkpoint makes the file itself shorter.
        await writer.MaintainAsync(static session => session.Query("PRAGMA wal_checkpoint(TRUNCATE)", static row => row.GetInt32(0)).Count);
    }
}
