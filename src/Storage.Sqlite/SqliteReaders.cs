using System.Collections.Concurrent;
using CodeRunner.Grains.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CodeRunner.Storage.Sqlite;

/// <summary>A few read connections, lent one reader each. They see what was committed and never wait for the writer.</summary>
internal sealed class SqliteReaders(SqliteDatabase database, IOptions<SqliteOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.Value.Readers);
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    /// <summary>Runs <paramref name="read"/> on a connection that nobody else uses meanwhile, off the caller's scheduler.</summary>
    /// <exception cref="StorageUnavailableException">It can't be read now.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken = default)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(read), cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new StorageUnavailableException($"The database can't be read: {e.Message}", e);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
            session.Dispose();

        _free.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        if (!_idle.TryTake(out var session))
            session = database.OpenReader();

        try
        {
            var result = read(session);
            _idle.Add(session);
            return result;
        }
        catch
        {
            // Whatever is wrong with it, a new one is cheap.
            session.Dispose();
            throw;
        }
    }
}
