using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Diagnostics;

namespace CodeRunner.Grains.Storage;

/// <summary>The host's pending index, whose failures are counted.</summary>
internal sealed class InstrumentedPendingIndex(IPendingIndex index, GrainsInstruments instruments) : IPendingIndex
{
    /// <inheritdoc cref="IPendingIndex.AddAsync"/>
    public Task AddAsync(int shard, QueueEntry entry, long bytes = 0) => WriteAsync(() => index.AddAsync(shard, entry, bytes));

    /// <inheritdoc cref="IPendingIndex.SetAttemptsAsync"/>
    public Task SetAttemptsAsync(int shard, Guid id, int attempts) => WriteAsync(() => index.SetAttemptsAsync(shard, id, attempts));

    /// <inheritdoc cref="IPendingIndex.RemoveAsync"/>
    public Task RemoveAsync(int shard, Guid id) => WriteAsync(() => index.RemoveAsync(shard, id));

    /// <inheritdoc cref="IPendingIndex.ReadAsync"/>
    public async IAsyncEnumerable<QueueEntry> ReadAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var entries = index.ReadAsync(shard, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(entries))
        {
            yield return entries.Current;
        }
    }

    /// <inheritdoc cref="IPendingIndex.GetAttemptsAsync"/>
    public async Task<int> GetAttemptsAsync(int shard, Guid id)
    {
        try
        {
            return await index.GetAttemptsAsync(shard, id);
        }
        catch
        {
            instruments.StorageFailed(StorageOperation.IndexRead);
            throw;
        }
    }

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch
        {
            instruments.StorageFailed(StorageOperation.IndexWrite);
            throw;
        }
    }

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<QueueEntry> entries)
    {
        try
        {
            return await entries.MoveNextAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            instruments.StorageFailed(StorageOperation.IndexRead);
            throw;
        }
    }
}
