using Microsoft.Data.Sqlite;

namespace CodeRunner.Storage.Sqlite;

/// <summary>Takes the data folder and opens the database before anything else starts, so that what is wrong with them is the first thing said.</summary>
internal sealed class SqliteStartup(DataFolder folder, SqliteDatabase database, SqliteWriter writer) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        folder.Take();
        try
        {
            writer.Start();
        }
        catch (SqliteException e) when (SqliteErrors.IsDamage(e))
        {
            throw new DataFolderException(
                $"The database {database.Path} is damaged ({e.Message}). Nothing was changed. Restore a backup, or move the file away to start with an empty one.", e);
        }
        catch (SqliteException e)
        {
            throw new DataFolderException($"The database {database.Path} can't be opened: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
