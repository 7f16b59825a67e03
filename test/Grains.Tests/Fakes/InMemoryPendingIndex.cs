using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CodeRunner.Contracts.Execution;
using CodeRunner.Grains.Execution;
using CodeRunner.Grains.Storage;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>A pending index that all silos of a test share and that can be taken away.</summary>
internal sealed class InMemoryPendingIndex : IPendingIndex
{
    private readonly ConcurrentDictionary<(int Shard, Guid Id), QueueEntry> _entries = new();

    public bool IsAway { get; set; }

    /// <summary>Removals fail although the rest works.</summary>
    public bool RemovalsFail { get; set; }

    /// <summary>What happens when an entry is about to be added.</summary>
    public Action Adding { get; set; } = static () => { };

    /// <summary>What happens when an entry has been added, before the one who adds it learns that.</summary>
    public Func<QueueEntry, Task> Added { get; set; } = static _ => Task.CompletedTask;

    public IReadOnlyCollection<QueueEntry> Entries => [.. _entries.Values];

    public void Put(int shard, QueueEntry entry) => _entries[(shard, entry.Id)] = entry;

    public bool Contains(Guid id) => _entries.Keys.Any(key => key.Id == id);

    public int? AttemptsOf(Guid id) => _entries.Values.FirstOrDefault(entry => entry.Id == id)?.Attempts;

    public async Task AddAsync(int shard, QueueEntry entry, long bytes = 0)
    {
        Adding();
        await CheckAsync();
        _entries[(shard, entry.Id)] = entry;
        await Added(entry);
    }

    public async Task SetAttemptsAsync(int shard, Guid id, int attempts)
    {
        await CheckAsync();
        if (_entries.TryGetValue((shard, id), out var entry))
        {
            _entries.TryUpdate((shard, id), entry with { Attempts = attempts }, entry);
        }
    }

    public async Task<int> GetAttemptsAsync(int shard, Guid id)
    {
        await CheckAsync();
        return _entries.GetValueOrDefault((shard, id))?.Attempts ?? 0;
    }

    public async Task RemoveAsync(int shard, Guid id)
    {
        await CheckAsync();
        if (RemovalsFail)
        {
            throw new IOException("The index can't remove.");
        }

        _entries.TryRemove((shard, id), out _);
    }

    public async IAsyncEnumerable<QueueEntry> ReadAsync(int shard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CheckAsync();
        foreach (var (key, entry) in _entries.OrderBy(static pair => pair.Value.CreatedAt))
        {
            if (key.Shard == shard)
            {
                yield return entry;
            }
        }
    }

    private async Task CheckAsync()
    {
        await Task.Yield();
        if (IsAway)
        {
            throw new IOException("The index is away.");
        }
    }
}
