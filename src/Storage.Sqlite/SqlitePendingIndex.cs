using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Execution;
using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using Microsoft.Data.Sqlite;

namespace CodeRunner.Storage.Sqlite;

/// <summary>The pending index in the same database, and the same groups of writes, as the states.</summary>
internal sealed class SqlitePendingIndex(SqliteReaders readers, SqliteWriter writer) : IPendingIndex
{
    /// <summary>How the table spells a submission's id: as its grain key does.</summary>
    public const string IdFormat = "N";

    // Entries read at a time. A snapshot that is held for long would keep the write-ahead log from being cut back.
    private const int PageSize = 1000;

    private const string Upsert =
        """
        INSERT INTO pending (id, shard, client, lane, attempts, created_at) VALUES ($id, $shard, $client, $lane, $attempts, $created)
        ON CONFLICT (id) DO UPDATE SET
            shard = excluded.shard, client = excluded.client, lane = excluded.lane, attempts = excluded.attempts, created_at = excluded.created_at
        """;

    // By id alone: it is unique, and an entry made under another number of shards is found as well.
    private const string Update = "UPDATE pending SET attempts = $attempts WHERE id = $id";
    private const string SelectAttempts = "SELECT attempts FROM pending WHERE id = $id";
    private const string Delete = "DELETE FROM pending WHERE id = $id";
    private const string SelectPage =
        """
        SELECT id, client, lane, attempts, created_at FROM pending
        WHERE shard = $shard AND (created_at, id) > ($created, $id)
        ORDER BY created_at, id LIMIT $count
        """;

    /// <inheritdoc/>
    public Task AddAsync(int shard, QueueEntry entry, long bytes = 0) => writer.WriteAsync(session => session.Execute(
        Upsert,
        ("$id", Format(entry.Id)),
        ("$shard", shard),
        ("$client", entry.Client),
        ("$lane", (int)entry.Lane),
        ("$attempts", entry.Attempts),
        ("$created", entry.CreatedAt.UtcTicks)));

    /// <inheritdoc/>
    public Task SetAttemptsAsync(int shard, Guid id, int attempts) =>
        writer.WriteAsync(session => session.Execute(Update, ("$id", Format(id)), ("$attempts", attempts)));

    /// <inheritdoc/>
    public async Task<int> GetAttemptsAsync(int shard, Guid id) =>
        (await readers.ReadAsync(session => session.Query(SelectAttempts, static row => row.GetInt32(0), ("$id", Format(id))))).SingleOrDefault();

    /// <inheritdoc/>
    public Task RemoveAsync(int shard, Guid id) => writer.WriteAsync(session => session.Execute(Delete, ("$id", Format(id))));

    /// <inheritdoc/>
    public async IAsyncEnumerable<QueueEntry> ReadAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (created, id) = (0L, "");
        List<QueueEntry> page;
        do
        {
            page = await readers.ReadAsync(
                session => session.Query(SelectPage, ToEntry, ("$shard", shard), ("$created", created), ("$id", id), ("$count", PageSize)),
                cancellationToken);
            foreach (var entry in page)
                yield return entry;

            if (page is [.., var last])
                (created, id) = (last.CreatedAt.UtcTicks, Format(last.Id));
        }
        while (page.Count == PageSize);
    }

    private static string Format(Guid id) => id.ToString(IdFormat);

    private static QueueEntry ToEntry(SqliteDataReader row) => new(
        Guid.ParseExact(row.GetString(0), IdFormat),
        row.GetString(1),
        (Lane)row.GetInt32(2),
        row.GetInt32(3),
        new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero));
}
