using CodeRunner.Silo.Tests.Storage.Conformance;
using CodeRunner.Silo.Tests.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CodeRunner.Silo.Tests.Compatibility;

/// <summary>A database of a former version is this version's, and the other way round.</summary>
public sealed class SqliteRowsTests
{
    private const string Rows = "sqlite.sql";
    private const string SelectMaster = "SELECT sql || ';' FROM sqlite_master";

    [Fact]
    public async Task Rows_OfThisVersion_AreWrittenAsTheyWereRecorded()
    {
        await using var storage = await SqliteFixture.StartAsync();

        await StoredRows.WriteAsync(storage.Grains, storage.Pending);

        using var connection = storage.Connect();
        RecordedRows.Same(Rows, Dump(connection));
    }

    [Fact]
    public async Task Rows_ThatWereRecorded_AreReadAndChanged()
    {
        var folder = Samples.NewFolder();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "coderunner.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = string.Join('\n', RecordedRows.Lines(Rows));
            command.ExecuteNonQuery();
        }

        await using (var storage = await SqliteFixture.StartAsync(folder))
            await StoredRows.ReadAsync(storage.Grains, storage.Pending);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The whole database as statements that make it again: the triggers last, as the rows that they write are there.</summary>
    private static List<string> Dump(SqliteConnection connection) =>
    [
        .. Query(connection, $"{SelectMaster} WHERE type = 'table' ORDER BY name"),
        .. Query(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").SelectMany(table => Inserts(connection, table)),
        .. Query(connection, $"{SelectMaster} WHERE type <> 'table' AND sql IS NOT NULL ORDER BY name"),
        .. Query(connection, "SELECT 'PRAGMA user_version = ' || user_version || ';' FROM pragma_user_version"),
    ];

    private static List<string> Inserts(SqliteConnection connection, string table)
    {
        var columns = Query(connection, $"SELECT name FROM pragma_table_info('{table}')");
        var values = string.Join(" || ', ' || ", columns.Select(static name => $"quote({name})"));
        return Query(connection, $"SELECT 'INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (' || {values} || ');' FROM {table} ORDER BY 1");
    }

    private static List<string> Query(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.AddRange(reader.GetString(0).Split('\n'));
        return rows;
    }
}
