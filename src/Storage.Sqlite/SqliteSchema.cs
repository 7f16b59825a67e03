using Microsoft.Data.Sqlite;

namespace CodeRunner.Storage.Sqlite;

/// <summary>
/// The tables, as a list of steps. A database's <c>user_version</c> is the number of steps that it has had. A step is
/// never changed once released; a new one is added at the end.
/// </summary>
internal static class SqliteSchema
{
    // state: times are UTC ticks (100 ns). A table with rowids: payloads are appended, and only the small index is in random order.
    // pending: id is the submission's id as its grain key spells it, so that retention can join the two.
    // state.client: whose bytes they are; null in rows of versions that did not note it, which count for nobody until retention deletes them.
    // client_bytes: the sums of state's payloads. By triggers, so that no statement that writes or deletes can forget to count.
    // secret: times are Unix seconds.
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE state (
            key TEXT NOT NULL,
            type TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            written_at INTEGER NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (key, type, name)
        );
        CREATE INDEX state_written_at ON state (written_at);
        CREATE TABLE pending (
            id TEXT NOT NULL PRIMARY KEY,
            shard INTEGER NOT NULL,
            client TEXT NOT NULL,
            lane INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX pending_order ON pending (shard, created_at, id);
        """,
        """
        CREATE TABLE secret (
            made_at INTEGER NOT NULL PRIMARY KEY,
            value BLOB NOT NULL
        );
        """,
        """
        ALTER TABLE state ADD COLUMN client TEXT;
        CREATE TABLE client_bytes (
            client TEXT NOT NULL PRIMARY KEY,
            bytes INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TRIGGER state_added AFTER INSERT ON state WHEN NEW.client IS NOT NULL BEGIN
            INSERT INTO client_bytes (client, bytes) VALUES (NEW.client, length(NEW.payload))
            ON CONFLICT (client) DO UPDATE SET bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER state_changed AFTER UPDATE OF payload ON state WHEN OLD.client IS NOT NULL BEGIN
            UPDATE client_bytes SET bytes = bytes + length(NEW.payload) - length(OLD.payload) WHERE client = OLD.client;
        END;
        CREATE TRIGGER state_deleted AFTER DELETE ON state WHEN OLD.client IS NOT NULL BEGIN
            UPDATE client_bytes SET bytes = bytes - length(OLD.payload) WHERE client = OLD.client;
            DELETE FROM client_bytes WHERE client = OLD.client AND bytes <= 0;
        END;
        """,
    ];

    /// <summary>The version that this program reads and writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings a database to <see cref="Version"/>: all missing steps, or none.</summary>
    /// <exception cref="DataFolderException">It is of a newer version.</exception>
    public static void Migrate(SqliteConnection connection) => Migrate(connection, Steps);

    internal static void Migrate(SqliteConnection connection, IReadOnlyList<string> steps)
    {
        using var transaction = connection.BeginTransaction();
        var version = checked((int)(long)connection.Scalar("PRAGMA user_version")!);
        if (version > steps.Count)
        {
            throw new DataFolderException(
                $"The database {connection.DataSource} has version {version}, this program knows {steps.Count}: it was written by a newer CodeRunner. Use that one.");
        }

        if (version == steps.Count)
            return;

        foreach (var step in steps.Skip(version))
            connection.Run(step);

        connection.Run($"PRAGMA user_version = {steps.Count}");
        transaction.Commit();
    }
}
