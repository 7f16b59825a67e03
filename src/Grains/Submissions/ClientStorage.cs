using CodeRunner.Contracts.Submissions;
using CodeRunner.Grains.Storage;
using Microsoft.Extensions.Options;

namespace CodeRunner.Grains.Submissions;

/// <summary>
/// Bounds what a client has stored. The store knows how much that is; it is asked once a second at most, and in between this silo adds up what
/// it has taken itself. So a client may get past its bound by what other silos take, and what results weigh, within that second, never by more requests of one silo.
/// </summary>
internal sealed class ClientStorage(IStoredBytes stored, IStorageSpace space, IOptions<SubmissionOptions> options, TimeProvider time)
{
    private const int BytesPerMiB = 1 << 20;

    /// <summary>How long a figure of the store counts.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Account> _accounts = [];
    private readonly int _limit = options.Value.ClientStoredMiB;
    private readonly TimeSpan _retryAfter = options.Value.ClientStoredRetryAfter;
    private long _prunedAt = time.GetTimestamp();

    private long LimitBytes => (long)_limit * BytesPerMiB;

    /// <summary>Clients that something is remembered of.</summary>
    internal int Accounts
    {
        get
        {
            lock (_lock)
            {
                return _accounts.Count;
            }
        }
    }

    /// <summary>Takes room for something that is about to be stored; <see cref="End"/> must follow unless it is refused.</summary>
    /// <exception cref="StorageUnavailableException">What the client has can't be read now.</exception>
    public async Task<Rejection?> TryBeginAsync(string client, long bytes)
    {
        Account account;
        Task reading;
        lock (_lock)
        {
            account = Find(client);
            account.Visitors++;
            reading = IsFresh(account) ? Task.CompletedTask : account.Reading ??= ReadAsync(client, account);
        }

        try
        {
            await reading;
        }
        catch
        {
            lock (_lock)
            {
                account.Visitors--;
            }

            throw;
        }

        lock (_lock)
        {
            if (account.Used + bytes <= LimitBytes)
            {
                account.Underway += bytes;
                return null;
            }

            account.Visitors--;
            return new Rejection(RejectionReason.ClientStorageFull, _retryAfter, _limit);
        }
    }

    /// <summary>
    /// Takes room for a result; <see cref="End"/> must follow unless there is none. Then the result is stored all the same, but
    /// with no more than excerpts of what was written.
    /// </summary>
    /// <returns>Whether there is room for all of it.</returns>
    /// <exception cref="StorageUnavailableException">What the client has can't be read now.</exception>
    public async Task<bool> TryBeginResultAsync(string client, long bytes) =>
        !await space.IsScarceAsync() && await TryBeginAsync(client, bytes) is null;

    /// <summary>What had room is stored now, or will not be.</summary>
    public void End(string client, long bytes, bool isStored)
    {
        lock (_lock)
        {
            var account = _accounts[client];
            account.Visitors--;
            account.Underway -= bytes;
            account.Added += isStored ? bytes : 0;
        }
    }

    private Account Find(string client)
    {
        Prune();
        if (!_accounts.TryGetValue(client, out var account))
        {
            _accounts.Add(client, account = new Account());
        }

        return account;
    }

    private bool IsFresh(Account account) => account.ReadAt is { } at && time.GetElapsedTime(at) < Freshness;

    // Clients come and go; what is no longer fresh is read again anyway.
    private void Prune()
    {
        if (time.GetElapsedTime(_prunedAt) < Freshness)
        {
            return;
        }

        _prunedAt = time.GetTimestamp();
        foreach (var (client, account) in _accounts)
        {
            if (account.Visitors == 0 && !IsFresh(account))
            {
                _accounts.Remove(client);
            }
        }
    }

    // What is stored while the store is read may or may not be in its figure; it is counted on top until the next one.
    private async Task ReadAsync(string client, Account account)
    {
        await Task.Yield(); // The caller holds the lock.
        try
        {
            long before;
            lock (_lock)
            {
                before = account.Added;
            }

            var bytes = await stored.ReadAsync(client);
            lock (_lock)
            {
                account.Stored = bytes;
                account.Added -= before;
                account.ReadAt = time.GetTimestamp();
            }
        }
        finally
        {
            lock (_lock)
            {
                account.Reading = null;
            }
        }
    }

    private sealed class Account
    {
        /// <summary>What the store said last.</summary>
        public long Stored { get; set; }

        /// <summary>What was stored by this silo since it was asked.</summary>
        public long Added { get; set; }

        /// <summary>What is being stored.</summary>
        public long Underway { get; set; }

        /// <summary>Calls that hold this account.</summary>
        public int Visitors { get; set; }

        public long? ReadAt { get; set; }

        public Task? Reading { get; set; }

        public long Used => Stored + Added + Underway;
    }
}
