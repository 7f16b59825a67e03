using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// One process has the database, so there is nobody to agree with; what remains is that the number may have been another before this start.
/// </summary>
internal sealed class SqliteShards(SqliteReaders readers, SqliteWriter writer, IOptions<DispatcherOptions> options) : IShardAgreement
{
    private const int PageSize = 1000;
    private const string SelectPage = "SELECT id, shard FROM pending WHERE id > $id ORDER BY id LIMIT $count";
    private const string Move = "UPDATE pending SET shard = $shard WHERE id = $id";

    private readonly int _shards = options.Value.Shards;

    /// <inheritdoc/>
    public TimeSpan? RenewalPeriod => null;

    /// <inheritdoc/>
    public async Task<int> AgreeAsync(CancellationToken cancellationToken)
    {
        var (moved, last) = (0, "");
        List<(string Id, int Shard)> page;
        do
        {
            page = await readers.ReadAsync(
                session => session.Query(SelectPage, static row => (row.GetString(0), row.GetInt32(1)), ("$id", last), ("$count", PageSize)),
                cancellationToken);

            // All at once: one commit for the page.
            moved += (await Task.WhenAll(page.Where(entry => ShardOf(entry.Id) != entry.Shard).Select(entry => MoveAsync(entry.Id)))).Sum();
            if (page is [.., var end])
                last = end.Id;
        }
        while (page.Count == PageSize);
        return moved;
    }

    /// <inheritdoc/>
    public Task RenewAsync() => Task.CompletedTask;

    private int ShardOf(string id) => Shards.Of(Guid.ParseExact(id, SqlitePendingIndex.IdFormat), _shards);

    private Task<int> MoveAsync(string id) => writer.WriteAsync(session => session.Execute(Move, ("$id", id), ("$shard", ShardOf(id))));
}
