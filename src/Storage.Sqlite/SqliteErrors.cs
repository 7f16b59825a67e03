using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace CodeRunner.Storage.Sqlite;

/// <summary>What SQLite's result codes mean for the writer.</summary>
internal static class SqliteErrors
{
    /// <summary>Whether one statement of a transaction may be to blame, so that the others would go through without it.</summary>
    public static bool MayBeOfOneStatement(Exception exception) =>
        Code(exception) is SQLITE_FULL or SQLITE_TOOBIG or SQLITE_CONSTRAINT or SQLITE_NOMEM or SQLITE_MISMATCH or SQLITE_ERROR;

    /// <summary>Whether a connection can be used again after it; after an I/O error, for example, a new one is safer.</summary>
    public static bool LeavesConnectionUsable(Exception exception) =>
        Code(exception) is SQLITE_BUSY or SQLITE_LOCKED or SQLITE_FULL or SQLITE_TOOBIG or SQLITE_CONSTRAINT;

    /// <summary>Whether the file is not, or no longer, a sound database.</summary>
    public static bool IsDamage(SqliteException exception) => Code(exception) is SQLITE_CORRUPT or SQLITE_NOTADB;

    private static int? Code(Exception exception) => (exception as SqliteException)?.SqliteErrorCode;
}
