using System.Collections.Immutable;
using System.Security.Cryptography;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Storage.Sqlite;

/// <summary>The secrets in the database, which only its owner can read.</summary>
internal sealed class SqliteSecretStore(SqliteReaders readers, SqliteWriter writer, TimeProvider time) : ISecretStore
{
    private const string Select = "SELECT made_at, value FROM secret ORDER BY made_at DESC";
    private const string Insert =
        "INSERT INTO secret (made_at, value) SELECT $now, $value WHERE NOT EXISTS (SELECT 1 FROM secret WHERE made_at >= $before)";

    /// <inheritdoc/>
    public async Task<ImmutableArray<SharedSecret>> ReadAsync(DateTimeOffset? notBefore, CancellationToken cancellationToken)
    {
        var before = notBefore?.ToUnixTimeSeconds() ?? 0;
        var secrets = await QueryAsync(cancellationToken);
        if (secrets is [var newest, ..] && newest.MadeAt.ToUnixTimeSeconds() >= before)
            return secrets;

        var value = RandomNumberGenerator.GetBytes(SharedSecret.Length);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await writer.WriteAsync(session => session.Execute(Insert, ("$now", now), ("$value", value), ("$before", before)));
        return await QueryAsync(cancellationToken);
    }

    private async Task<ImmutableArray<SharedSecret>> QueryAsync(CancellationToken cancellationToken) => [.. await readers.ReadAsync(
        static session => session.Query(Select, static row => new SharedSecret(
            DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(0)), ImmutableArray.Create(row.GetFieldValue<byte[]>(1)))),
        cancellationToken)];
}
