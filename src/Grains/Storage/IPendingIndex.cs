using CodeRunner.Contracts.Execution;

namespace CodeRunner.Grains.Storage;

/// <summary>
/// The ids of all submissions that have no result yet, in storage. It may hold more than that, never less: an id goes in
/// before the submission is acknowledged, and out after the result is stored.
/// </summary>
public interface IPendingIndex
{
    /// <summary>Adds an entry; replaces one of the same id.</summary>
    /// <param name="shard">The shard that it is queued in.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="bytes">
    /// About what its request takes of storage, for a store that counts a client's bytes here and not where the states are written; 0 where it was counted before.
    /// </param>
    Task AddAsync(int shard, QueueEntry entry, long bytes = 0);

    /// <summary>Notes that an attempt begins, so that it is counted even if everything dies with it. Does nothing when the id isn't there.</summary>
    Task SetAttemptsAsync(int shard, Guid id, int attempts);

    /// <summary>The attempts that were noted last; 0 when the id isn't there.</summary>
    Task<int> GetAttemptsAsync(int shard, Guid id);

    /// <summary>Removes an entry; does nothing when there is none.</summary>
    Task RemoveAsync(int shard, Guid id);

    /// <summary>All entries of a shard, the oldest first.</summary>
    IAsyncEnumerable<QueueEntry> ReadAsync(int shard, CancellationToken cancellationToken = default);
}
