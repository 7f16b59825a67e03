using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace CodeRunner.Storage.Sqlite;

/// <summary>The database file: how it is opened.</summary>
internal sealed class SqliteDatabase(DataFolder folder, IOptions<SqliteOptions> options)
{
    private const string FileName = "coderunner.db";
    private const int BytesPerMiB = 1 << 20;

    // After a burst the log is cut back to this; before it, the log is carried over into the database every so many pages.
    private const int LogSize = 64 * BytesPerMiB;
    private const int CheckpointPages = 4000;

    // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
    private const int NoCheckpointOnClose = 1006;

    /// <summary>The file's path.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder.Path, FileName);

    /// <summary>Opens the only connection that writes; makes the file where there is none.</summary>
    /// <param name="check">Whether to look for damage first; a damaged file is left as it is.</param>
    /// <exception cref="SqliteException">It can't be opened, or is damaged.</exception>
    public SqliteSession OpenWriter(bool check)
    {
        CloseToOthers();
        var session = Open(SqliteOpenMode.ReadWriteCreate);
        try
        {
            var isNew = (long)session.Connection.Scalar("PRAGMA page_count")! == 0;
            if (check && !isNew)
                Check(session);

            // Only possible before WAL writes the first page.
            if (isNew)
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
            // Closing would carry the log over into a file that may be damaged.
            raw.sqlite3_db_config(session.Connection.Handle, NoCheckpointOnClose, 1, out _);
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads.</summary>
    public SqliteSession OpenReader() => Open(SqliteOpenMode.ReadOnly);

    /// <summary>Before SQLite makes it, as its log and its index get the mode of the database.</summary>
    private void CloseToOthers()
    {
        // One that is there is not opened: closing it would drop the locks that SQLite has on it in this process.
        if (!File.Exists(Path))
            File.Create(Path).Dispose();
        foreach (var file in new[] { Path, $"{Path}-wal", $"{Path}-shm" }.Where(File.Exists))
            File.SetUnixFileMode(file, DataFolder.OwnerReadWrite);
    }

    // The tables' own pages. Not every payload: that takes seconds a gigabyte, and a damaged one costs a submission, not the start.
    private static void Check(SqliteSession session)
    {
        session.Connection.Scalar("SELECT COUNT(*) FROM sqlite_schema");
        if ((long)session.Connection.Scalar("PRAGMA user_version")! == 0)
            return;

        if ((string)session.Connection.Scalar("PRAGMA quick_check(pending)")! is not "ok" and var found)
            throw new SqliteException(found, raw.SQLITE_CORRUPT);

        session.Connection.Scalar("SELECT COUNT(*) FROM state");
    }

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
