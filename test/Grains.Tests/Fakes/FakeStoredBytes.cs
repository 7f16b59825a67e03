using System.Collections.Concurrent;
using CodeRunner.Grains.Storage;
using CodeRunner.Grains.Submissions;

namespace CodeRunner.Grains.Tests.Fakes;

/// <summary>What clients have stored, and whether there is room for more, as a test says.</summary>
internal sealed class FakeStoredBytes : IStoredBytes, IStorageSpace
{
    private int _reads;

    public ConcurrentDictionary<string, long> Clients { get; } = new();

    public int Reads => _reads;

    public bool IsAway { get; set; }

    public bool IsScarce { get; set; }

    public ValueTask<bool> IsScarceAsync() => ValueTask.FromResult(IsScarce);

    public Task<long> ReadAsync(string client)
    {
        Interlocked.Increment(ref _reads);
        return IsAway ? Task.FromException<long>(new StorageUnavailableException("away")) : Task.FromResult(Clients.GetValueOrDefault(client));
    }
}
