using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CodeRunner.Silo.Storage;

/// <summary>The database file: how it is opened.</summary>
internal sealed class SqliteDatabase(DataFolder folder, IOptions<StorageOptions> options)
{
    private const string FileName = "coderunner.db";
    private const int BytesPerMiB = 1 << 20;

    // After a burst the log is cut back to this; before it, the log is carried over into the database every so many pages.
    private const int LogSize = 64 * BytesPerMiB;
    private const int CheckpointPages = 4000;

    /// <summary>The file's path.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder.Path, FileName);

    /// <summary>Opens the only connection that writes; makes the file where there is none.</summary>
    public SqliteSession OpenWriter()
    {
        var session = Open(SqliteOpenMode.ReadWriteCreate);
        try
        {
            // Takes effect only on a file without tables; must come before WAL writes the first page.
            session.Connection.Run("PRAGMA auto_vacuum = INCREMENTAL");
            session.Connection.Run("PRAGMA journal_mode = WAL");
            session.Connection.Run($"PRAGMA synchronous = {(options.Value.Durability == Durability.Power ? "FULL" : "NORMAL")}");
            session.Connection.Run($"PRAGMA journal_size_limit = {LogSize}");
            session.Connection.Run($"PRAGMA wal_autocheckpoint = {CheckpointPages}");
            SqliteSchema.Migrate(session.Connection);
            if (options.Value.MaximumSizeMiB is { } maximum)
                session.Connection.Run($"PRAGMA max_page_count = {maximum * (long)BytesPerMiB / PageSize(session)}");

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteSession OpenReader() => Open(SqliteOpenMode.ReadOnly);

    private static long PageSize(SqliteSession session) => (long)session.Connection.Scalar("PRAGMA page_size")!;

    private SqliteSession Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.Value.BusyTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
