using CodeRunner.Grains.Storage;

namespace CodeRunner.Storage.Sqlite;

/// <summary>The sums that the database keeps with every state that is written or deleted.</summary>
internal sealed class SqliteStoredBytes(SqliteReaders readers) : IStoredBytes
{
    private const string Select = "SELECT bytes FROM client_bytes WHERE client = $client";

    /// <inheritdoc/>
    public async Task<long> ReadAsync(string client) =>
        (await readers.ReadAsync(session => session.Query(Select, static row => row.GetInt64(0), ("$client", client)))).SingleOrDefault();
}
