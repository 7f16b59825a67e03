using CodeRunner.Grains.Diagnostics;
using CodeRunner.Grains.Storage;
using Orleans.Storage;

namespace CodeRunner.Grains.Submissions;

/// <summary>
/// A stored state that is written once; no later writer takes its place, and only what is no longer needed of it may be left out afterwards. Orleans' own <c>IPersistentState</c> reads while the grain is
/// activated, so that a grain can't even say "storage is away" while storage is away; this reads when it is asked to.
/// </summary>
internal sealed class WriteOnce<T>(IGrainStorage storage, string name, GrainId owner, GrainsInstruments instruments)
    where T : class, new()
{
    /// <summary>The state; null when there is none.</summary>
    public async Task<T?> ReadAsync()
    {
        var row = new GrainState<T>(new T());
        await StorageAsync(StorageOperation.Read, () => storage.ReadStateAsync(name, owner, row));
        return row.RecordExists ? row.State : null;
    }

    /// <summary>Writes the state unless there is one already.</summary>
    /// <param name="state">The state.</param>
    /// <param name="client">The client whose bytes these are.</param>
    /// <returns>Whether it was written; false when there is one.</returns>
    public async Task<bool> TryWriteAsync(T state, string client)
    {
        try
        {
            // No etag: the storage compares with "no row yet", which also holds against a second activation of this grain.
            await StorageAsync(StorageOperation.Write, () => storage.WriteStateAsync(name, owner, new OwnedState<T>(state, client)));
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    /// <summary>Stores what is left of the state, unless there is none, or somebody else changes it at this moment.</summary>
    /// <param name="reduce">Makes the smaller state; it does not change the one that it is given.</param>
    public async Task ReduceAsync(Func<T, T> reduce)
    {
        var row = new GrainState<T>(new T());
        await StorageAsync(StorageOperation.Read, () => storage.ReadStateAsync(name, owner, row));
        if (!row.RecordExists)
        {
            return;
        }

        row.State = reduce(row.State!); // Never stored as null.
        try
        {
            await StorageAsync(StorageOperation.Write, () => storage.WriteStateAsync(name, owner, row));
        }
        catch (InconsistentStateException)
        {
            // A second activation has done the same, or the retention has deleted it.
        }
    }

    /// <summary>Takes back a state that belongs to a submission which was refused after all.</summary>
    public async Task ClearAsync()
    {
        var row = new GrainState<T>(new T());
        await StorageAsync(StorageOperation.Read, () => storage.ReadStateAsync(name, owner, row));
        if (row.RecordExists)
        {
            await StorageAsync(StorageOperation.Clear, () => storage.ClearStateAsync(name, owner, row));
        }
    }

    /// <summary>Each kind of storage fails in its own way, which callers elsewhere may not even be able to read.</summary>
    private async Task StorageAsync(StorageOperation operation, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is not InconsistentStateException)
        {
            instruments.StorageFailed(operation);
            if (exception is StorageUnavailableException)
            {
                throw;
            }

            throw new StorageUnavailableException(exception.Message);
        }
    }
}
