using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace CodeRunner.Storage.Sqlite;

/// <summary>Statements without parameters: pragmas and the schema.</summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "Constants of this program, numbers at most.")]
internal static class SqliteConnectionExtensions
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
